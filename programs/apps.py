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
        post_migrate.connect(_write_reference, sender=self, dispatch_uid="programs.reference")


def _write_reference(**_: Any) -> None:
    """Regions and roles, after every migration and after the tests have emptied the tables.

    Permissions exist only once the migrations have run, so the roles follow them.
    """
    from programs.models.institutions import write_regions
    from programs.permissions import write_roles

    write_regions()
    write_roles()


class DeskConfig(AdminConfig):
    """Django's admin, with our site in its place."""

    default_site = "programs.site.DeskSite"
