"""`manage.py load_demo`: the account and the users of the demonstration. Safe to repeat."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cuenta.demo_participation import load_participation, published_before
from cuenta.demo_report import load_report
from cuenta.demo_users import council_credentials, create_demo_users
from cuenta.publication import publish_edition
from participation.actions.counting import close_all_counts
from participation.performance import count_all
from programs.actions.accounts import prepare_account
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
        now = timezone.now()
        # Staff's corrections are never loaded over: each step only fills what is missing.
        before = published_before(now)
        if not PublicAccount.objects.filter(account_year=YEAR).exists():
            editor = User.objects.get(email=EDITOR)
            import_account(read_package(PACKAGE), by=editor, now=before, origin="Sercotec 2022")
        account = PublicAccount.objects.get(account_year=YEAR)
        if not Edition.objects.filter(account=account).exists():
            publish(account, before)
        passwords = {each.email: each.password for each in council_credentials()}
        load_participation(account, now=now, passwords=passwords)
        close_all_counts(now)
        count_all(now)
        load_report(account, now=now)
        call_command("index_search", verbosity=0)
        call_command("press", if_needed=True, verbosity=options["verbosity"])


def publish(account: PublicAccount, now: datetime) -> None:
    """The first edition, given as checked by one and published by another."""
    if account.state == PublicAccount.State.DRAFT:
        account = prepare_account(account, by=User.objects.get(email=EDITOR), now=now)
    publish_edition(account, by=User.objects.get(email=PUBLISHER), now=now)
