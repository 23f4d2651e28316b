"""`manage.py index_search [--all]`: what can be found, brought up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cuenta.search.index import catch_up
from programs.figures import plural


class Command(BaseCommand):
    help = "Index what changed since the last time; the worker does the same by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="read everything again")

    def handle(self, *args: Any, **options: Any) -> None:
        written = catch_up(anew=options["all"])
        if options["verbosity"]:
            self.stdout.write(plural(written, "documento escrito", "documentos escritos"))
