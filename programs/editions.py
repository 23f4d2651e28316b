"""An edition's files and hashes: how they are made, read back and verified."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.checks import Outcome
from programs.ledger import Ledger
from programs.models import Edition, EditionFile
from programs.package import ledger_from_files
from programs.package_schema import number_text

SUMS = "SHA256SUMS"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The list of hashes in the form of `sha256sum`: what its own hash seals, all the files are."""
    lines = (f"{sha256(content)}  {path}\n" for path, content in sorted(files.items()))
    return "".join(lines).encode()


def outcomes_csv(outcomes: Iterable[Outcome]) -> bytes:
    """The checks as they stood when the edition was published, a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("slug", "kind", "title", "verdict", "stated", "difference", "sentence"))
    for outcome in outcomes:
        stated = outcome.stated.key if outcome.stated else ""
        difference = number_text(outcome.difference)
        writer.writerow(
            (outcome.slug, outcome.kind, outcome.title, outcome.verdict, stated, difference,
             outcome.sentence)
        )  # fmt: skip
    return out.getvalue().encode()


def files_of_edition(edition: Edition) -> dict[str, bytes]:
    """The data package exactly as published."""
    rows = EditionFile.objects.filter(edition=edition).order_by("path")
    return {path: bytes(content) for path, content in rows.values_list("path", "content")}


def ledger_of_edition(edition: Edition) -> Ledger:
    """The account as that edition froze it."""
    return ledger_from_files(files_of_edition(edition))


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing an edition's hashes found; `problems` are sentences."""

    expected: str
    computed: str
    files: int
    problems: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        return not self.problems


def verify_edition(edition: Edition) -> Verification:
    """Recompute every hash of an edition from its stored bytes."""
    rows = list(
        EditionFile.objects.filter(edition=edition)
        .order_by("path")
        .values_list("path", "content", "sha256")
    )
    problems = [
        f"El archivo {path} no corresponde a su huella."
        for path, content, noted in rows
        if sha256(bytes(content)) != noted
    ]
    computed = sha256(sums_of({path: bytes(content) for path, content, _ in rows}))
    if computed != edition.sha256:
        problems.append("La huella de la edición no corresponde a sus archivos.")
    return Verification(edition.sha256, computed, len(rows), tuple(problems))
