"""`manage.py verify_edition 2022 1`: recompute the hashes of an edition."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.editions import verify_edition
from programs.management.operators import account_of
from programs.models import Edition


class Command(BaseCommand):
    help = "Recompute every hash of a published edition; exit 1 if one does not match."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("number", type=int)
        parser.add_argument("--institution", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_of(options["year"], options["institution"])
        try:
            edition = Edition.objects.get(account=account, number=options["number"])
        except Edition.DoesNotExist:
            raise CommandError(f"La cuenta no tiene una edición {options['number']}.") from None
        found = verify_edition(edition)
        if not found.is_intact:
            raise CommandError("\n".join(found.problems))
        self.stdout.write(f"Edición {edition.number}: {found.files} archivos intactos.")
        self.stdout.write(f"SHA-256 {found.computed}")
