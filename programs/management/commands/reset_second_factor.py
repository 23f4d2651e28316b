"""`manage.py reset_second_factor ana@servicio.cl`: for whoever lost telephone and codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.actions.second_factor import reset_as_operator
from programs.management.operators import user_of
from programs.transitions import Refused


class Command(BaseCommand):
    help = "Take away somebody's second factor; the next time they sign in they activate another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = user_of(options["email"])
        try:
            reset_as_operator(person, now=timezone.now())
        except Refused as refused:
            raise CommandError(f"{person.email}: {refused}") from None
        self.stdout.write(f"{person.email} ya no tiene segundo factor.")
