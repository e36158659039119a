from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "gehoor.parties"
    default_auto_field = "django.db.models.BigAutoField"
