from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class ProgramsConfig(AppConfig):
    """The ground floor: what the institution says it did."""

    name = "programs"
    verbose_name = "Cuenta pública"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_write_roles, sender=self, dispatch_uid="programs.write_roles")


def _write_roles(**_: Any) -> None:
    """Permissions exist only after the migrations have run, so the roles follow them."""
    from programs.permissions import write_roles

    write_roles()


class DeskConfig(AdminConfig):
    """Django's admin, with our site in its place."""

    default_site = "programs.site.DeskSite"
