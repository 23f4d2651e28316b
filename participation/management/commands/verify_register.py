"""`manage.py verify_register`: does the public register hold, and if not, where does it break?"""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation import register
from participation.models import RegisterEntry, RegisterSeal

MOST_NAMED = 20  # faults: one change breaks the chain in a place or two, not in twenty


class Command(BaseCommand):
    """Exits with 1 at any fault, and names the first ones."""

    help = (
        "Recorre el registro público desde el principio y dice si alguien lo cambió, y dónde. "
        "Termina con código 1 si no cuadra."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            metavar="HUELLA",
            help="Una huella que anotó antes: también se comprueba que siga en la cadena.",
        )

    def handle(self, *_: Any, head: str, **__: Any) -> None:
        expected = head.strip().lower()
        faults = list(islice(register.verify(expected_head=expected), MOST_NAMED + 1))
        if faults:
            for fault in faults[:MOST_NAMED]:
                self.stderr.write(f"Asiento {fault.number}: {fault.sentence}.")
            if len(faults) > MOST_NAMED:
                self.stderr.write("Hay más; estos son los primeros.")
            raise CommandError(
                f"El registro no cuadra. El primer problema está en el asiento {faults[0].number}.",
                returncode=1,
            )
        self.stdout.write(_summary())


def _summary() -> str:
    seal = register.head()
    waiting = RegisterEntry.objects.filter(seal__isnull=True).count()
    pending = f" Por sellar: {waiting}." if waiting else ""
    if seal is None:
        return f"El registro cuadra: todavía no tiene asientos sellados.{pending}"
    sealed = RegisterSeal.objects.count()
    noun = "asiento sellado" if sealed == 1 else "asientos sellados"
    return f"El registro cuadra: {sealed} {noun}.{pending}\nHuella del último: {seal.sha256}"
