from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gehoor.web"
    default_auto_field = "django.db.models.BigAutoField"
