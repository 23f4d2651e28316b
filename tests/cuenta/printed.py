"""The seed account published twice and printed, as a folder that tests may read.

Edition 2 corrects one figure and gives its reason; afterwards the draft is changed once more and
not published, so that a trace of it anywhere in public would be found.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from cuenta.press.printing import Printed, print_site
from cuenta.publication import publish_edition
from programs.actions.accounts import prepare_account
from programs.actions.imports import import_account
from programs.ledger import Erratum, Figure, Ledger
from programs.models import Edition, User
from programs.package import read_package
from tests.factories import NOW, UserFactory

SEED = Path(settings.BASE_DIR) / "programs" / "data" / "sercotec-2022"
DRAFT_WORDS = "Palabras que solo existen en el borrador"
REASON = "Se corrigió una palabra de la presentación (prueba)"
FIRST = "cuentas/2022/ediciones/1"


@dataclass(frozen=True)
class TwoEditions:
    """`root` is a PRESS_ROOT; `before` and `after` are edition 1's files at each printing."""

    root: Path
    first: Printed
    second: Printed
    before: dict[str, str]
    after: dict[str, str]
    inodes_kept: bool

    @property
    def site(self) -> Path:
        return (self.root / "current").resolve()


def publish(ledger: Ledger, *, now: datetime = NOW, reason: str = "Prueba.") -> Edition:
    """Import, prepare and publish, by the same actions as staff."""
    editor = _user("edita@prueba.invalid", "Edición de datos")
    publisher = _user("publica@prueba.invalid", "Publicación")
    account = import_account(ledger, by=editor, now=now, origin="prueba")
    prepare_account(account, by=editor, now=now)
    return publish_edition(account, by=publisher, now=now, reason=reason)


def _user(email: str, role: str) -> User:
    found: User | None = User.objects.filter(email=email).first()
    return found or UserFactory(email=email, role=role)


def corrected(ledger: Ledger, title: str = "Cifra con otro título (prueba)") -> Ledger:
    """The account with one figure's title changed, and an erratum that says why."""
    figure = _alone(ledger)
    erratum = Erratum(
        slug="fe-de-prueba",
        reason=REASON,
        figure=figure.key,
        noted_at=(NOW + timedelta(days=1)).isoformat(),
    )
    return replace(
        ledger,
        figures=tuple(
            replace(each, title=title) if each.key == figure.key else each
            for each in ledger.figures
        ),
        errata=(*ledger.errata, erratum),
    )


def _alone(ledger: Ledger) -> Figure:
    """A figure stated in prose."""
    return next(each for each in ledger.figures if not each.table and each.title)


def with_draft_words(ledger: Ledger) -> Ledger:
    chapter = replace(ledger.chapters[0], body=f"{ledger.chapters[0].body}\n\n{DRAFT_WORDS}.")
    return replace(ledger, chapters=(chapter, *ledger.chapters[1:]))


def print_two_editions(root: Path) -> TwoEditions:
    """Publish and print twice under `root`, and leave no row and no connection behind."""
    try:
        return _two_editions(root)
    finally:
        connection.close()


def _two_editions(root: Path) -> TwoEditions:
    seed = read_package(SEED)
    with override_settings(PRESS_ROOT=root), transaction.atomic():
        publish(seed)
        first = _print()
        old = (root / "current").resolve() / FIRST
        before, inodes = contents(old), _inodes(old)
        publish(corrected(seed), now=NOW + timedelta(days=1), reason="Segunda edición (prueba)")
        draft = with_draft_words(corrected(seed))
        editor = _user("edita@prueba.invalid", "")
        import_account(draft, by=editor, now=NOW + timedelta(days=2), origin="borrador")
        second = _print()
        new = (root / "current").resolve() / FIRST
        kept = inodes == _inodes(new)
        transaction.set_rollback(True)
    return TwoEditions(root, first, second, before, contents(new), kept)


def _print() -> Printed:
    printed = print_site()
    assert printed is not None
    return printed


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder and the hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _inodes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_ino
        for path in folder.rglob("*")
        if path.is_file()
    }
