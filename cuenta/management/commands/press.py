"""`manage.py press [--if-needed]`: print the pages of all published editions again."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from cuenta.press.printing import Printed, is_up_to_date, print_site


class Command(BaseCommand):
    help = "Print every published page again, and switch the new pages in at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only if something changed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"] and is_up_to_date():
            return
        show_progress(self, print_site, quiet=options["verbosity"] == 0)


def show_progress(
    command: BaseCommand, printing: Callable[..., Printed | None], *, quiet: bool
) -> None:
    """Run the press, saying how far it is."""

    def report(pages: int, what: str) -> None:
        if not quiet:
            command.stdout.write(f"  {pages} páginas · {what}")

    printed = printing(progress=report)
    if printed is None:
        command.stdout.write("No hay ediciones publicadas que imprimir.")
    elif not quiet:
        command.stdout.write(f"{printed.pages} páginas impresas, {printed.linked} sin cambios.")
