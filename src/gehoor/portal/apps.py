from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gehoor.portal"
    default_auto_field = "django.db.models.BigAutoField"
