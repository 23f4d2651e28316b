"""`manage.py load_demo`: the account and the users of the demonstration. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cuenta.demo_participation import load_participation
from cuenta.demo_users import create_demo_users
from programs.actions.imports import import_account
from programs.models import Edition, PublicAccount, User
from programs.package import read_package

YEAR = 2022
PACKAGE = settings.BASE_DIR / "programs" / "data" / "sercotec-2022"
EDITOR, PUBLISHER = "datos@demo.invalid", "publica@demo.invalid"


class Command(BaseCommand):
    help = "Load and publish Sercotec's account and create the demonstration users."

    def handle(self, *args: Any, **options: Any) -> None:
        create_demo_users()
        quiet = {"verbosity": options["verbosity"]}
        # Staff's corrections are never loaded over: each step only fills what is missing.
        if not PublicAccount.objects.filter(account_year=YEAR).exists():
            editor = User.objects.get(email=EDITOR)
            import_account(
                read_package(PACKAGE), by=editor, now=timezone.now(), origin="Sercotec 2022"
            )
        if not Edition.objects.filter(account__account_year=YEAR).exists():
            account = PublicAccount.objects.get(account_year=YEAR)
            prepared_by = EDITOR if account.state == PublicAccount.State.DRAFT else ""
            call_command("publish_account", YEAR, by=PUBLISHER, prepared_by=prepared_by, **quiet)
        load_participation(PublicAccount.objects.get(account_year=YEAR), now=timezone.now())
        call_command("press", if_needed=True, **quiet)
