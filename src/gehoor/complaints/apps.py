from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "gehoor.complaints"
    default_auto_field = "django.db.models.BigAutoField"
