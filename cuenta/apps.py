from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CuentaConfig(AppConfig):
    """The top floor: the public face of the account."""

    name = "cuenta"
    verbose_name = "Portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_write_reference, sender=self, dispatch_uid="cuenta.reference")


def _write_reference(**_: Any) -> None:
    """Roles and facts to compare with: after every migration, and after tests emptied them."""
    from cuenta.actions.context import write_defaults
    from cuenta.permissions import write_roles

    write_roles()
    write_defaults()
