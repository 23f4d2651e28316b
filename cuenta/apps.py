from django.apps import AppConfig


class CuentaConfig(AppConfig):
    """The top floor: the public face of the account."""

    name = "cuenta"
    verbose_name = "Portal"
    default_auto_field = "django.db.models.BigAutoField"
