"""`manage.py retain`: let go of personal data whose term has passed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.models import Retention
from participation.retention import rehearse, retain

ALSO = {"limit_use": "Usos contados de los límites", "session": "Sesiones vencidas del equipo"}


class Command(BaseCommand):
    help = (
        "Erase personal data that was kept as long as its purpose asks, and register how much. "
        "The beat does it every day; it may be stopped and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        only_look = options["dry_run"]
        counts = (rehearse if only_look else retain)(timezone.now())
        labels = {**dict(Retention.Purpose.choices), **ALSO}
        for purpose, count in counts.items():
            self.stdout.write(f"{labels[purpose]}: {count}")
        self.stdout.write(
            "Nada se borró: era solo una prueba."
            if only_look
            else "Listo. Quedó un asiento en el registro público."
        )
