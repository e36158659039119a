from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "gehoor.regulations"
    default_auto_field = "django.db.models.BigAutoField"
