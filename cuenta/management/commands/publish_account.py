"""`manage.py publish_account 2022 --by publica@… [--prepared-by edita@…]`: edition and pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cuenta.management.commands.press import show_progress
from cuenta.press.printing import print_site
from cuenta.publication import publish_edition
from programs.actions.accounts import prepare_account
from programs.management.operators import account_of, user_of
from programs.transitions import Refused


class Command(BaseCommand):
    help = "Publish the draft as the next edition and print its pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--institution", default="")
        parser.add_argument("--by", required=True, help="e-mail of who publishes")
        parser.add_argument(
            "--prepared-by", default="", help="e-mail of who gives the figures as checked now"
        )
        parser.add_argument("--reason", default="", help="why, in public words")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_of(options["year"], options["institution"])
        by = user_of(options["by"])
        try:
            with transaction.atomic():  # a refused publication leaves the account as it was
                if options["prepared_by"]:
                    prepare_account(account, by=user_of(options["prepared_by"]), now=timezone.now())
                edition = publish_edition(
                    account, by=by, now=timezone.now(), reason=options["reason"]
                )
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Edición {edition.number} publicada. SHA-256 {edition.sha256}")
        show_progress(self, print_site, quiet=options["verbosity"] == 0)
