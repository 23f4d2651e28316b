"""`manage.py load_demo`: the account and the users of the demonstration. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from cuenta.demo_users import create_demo_users

YEAR = 2022
PACKAGE = settings.BASE_DIR / "programs" / "data" / "sercotec-2022"


class Command(BaseCommand):
    help = "Load and publish Sercotec's account and create the demonstration users."

    def handle(self, *args: Any, **options: Any) -> None:
        create_demo_users()
        if not (PACKAGE / "datapackage.json").exists() or "import_account" not in get_commands():
            return
        if not _published():
            call_command("import_account", str(PACKAGE), verbosity=options["verbosity"])
            call_command("publish_account", str(YEAR), verbosity=options["verbosity"])


def _published() -> bool:
    """Whether the account has an edition; staff's corrections are never loaded over."""
    from programs.models import Edition

    return Edition.objects.filter(account__year=YEAR).exists()
