from django.apps import AppConfig


class OmbudsConfig(AppConfig):
    name = "gehoor.ombuds"
    default_auto_field = "django.db.models.BigAutoField"
