"""`manage.py rotate_identity_keys`: seal again with the newest key what older ones sealed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.rotation import SealedModel, batches, sealed_models

MOST_NAMED = 10  # values that nothing opens which are named; the rest are counted


class Command(BaseCommand):
    help = (
        "Seal names, e-mails and originals again with the first of IDENTITY_KEYS. May be stopped "
        "and run again; exit 1 if a value opens with none of the keys."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in each transaction")
        parser.add_argument("--check", action="store_true", help="only count what is left")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch debe ser 1 o más.")
        shut: list[str] = []
        total = 0
        for sealed in sealed_models():
            total += self._go_through(sealed, shut, options["batch"], options["check"])
        if total:
            self.stdout.write(_left(total) if options["check"] else _done(total))
        if shut:
            raise CommandError(_not_opened(shut))
        if total == 0:
            self.stdout.write("Nada queda con una clave anterior: ya puede retirarla.")

    def _go_through(self, sealed: SealedModel, shut: list[str], size: int, only_look: bool) -> int:
        seen = resealed = 0
        for batch in batches(sealed, size=size, only_look=only_look):
            seen += batch.seen
            resealed += batch.resealed
            shut += [f"{sealed.model.__name__} {pk}, {field}" for pk, field in batch.shut]
        done = "por sellar de nuevo" if only_look else "sellados de nuevo"
        self.stdout.write(f"{sealed.title}: filas revisadas, {seen}; datos {done}, {resealed}.")
        return resealed


def _done(count: int) -> str:
    values = "1 dato sellado" if count == 1 else f"{count} datos sellados"
    return f"Listo: {values} con la clave nueva. Ejecute otra vez para confirmar que nada queda."


def _left(count: int) -> str:
    return (
        "Queda 1 dato por sellar de nuevo."
        if count == 1
        else (f"Quedan {count} datos por sellar de nuevo.")
    )


def _not_opened(shut: list[str]) -> str:
    more = f" y {len(shut) - MOST_NAMED} más" if len(shut) > MOST_NAMED else ""
    return (
        "Ninguna clave de IDENTITY_KEYS abre estos datos; agregue la clave con que se sellaron "
        f"y ejecute de nuevo: {'; '.join(shut[:MOST_NAMED])}{more}."
    )
