from django.apps import AppConfig


class MishapsConfig(AppConfig):
    name = "gehoor.mishaps"
    default_auto_field = "django.db.models.BigAutoField"
