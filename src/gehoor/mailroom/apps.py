from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "gehoor.mailroom"
    default_auto_field = "django.db.models.BigAutoField"
