from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """The ground floor: what the institution says it did."""

    name = "programs"
    verbose_name = "Cuenta pública"
    default_auto_field = "django.db.models.BigAutoField"
