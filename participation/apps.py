from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The middle floor: what people say about the account."""

    name = "participation"
    verbose_name = "Participación"
    default_auto_field = "django.db.models.BigAutoField"
