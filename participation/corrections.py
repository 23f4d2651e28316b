"""Where an answer changed the account: the erratum that names its folio, in a later edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from participation.models import Submission
from participation.subjects import address_in, ledger_of
from programs.models import Edition


@dataclass(frozen=True, slots=True)
class Correction:
    """An erratum that a question caused, as the edition that published it says it."""

    edition: int
    reason: str
    address: str  # what was corrected, in that edition
    changes: str  # the edition among all, with what changed


@dataclass(frozen=True, slots=True)
class _Noted:
    question: str
    reason: str
    path: str


def corrections_of(submissions: Iterable[Submission]) -> dict[str, tuple[Correction, ...]]:
    """By folio, each correction in the first edition that has it; one query for all accounts."""
    wanted = {each.folio: each.account_id for each in submissions if each.folio}
    found: dict[str, list[Correction]] = {}
    editions = Edition.objects.filter(account__in=set(wanted.values()))
    seen: set[tuple[int, str, str]] = set()
    for edition in editions.select_related("account").order_by("number"):
        for noted in _errata_of(edition):
            mark = (edition.account_id, noted.question, noted.path)
            if wanted.get(noted.question) == edition.account_id and mark not in seen:
                seen.add(mark)
                found.setdefault(noted.question, []).append(_correction(edition, noted))
    return {folio: tuple(each) for folio, each in found.items()}


def _correction(edition: Edition, noted: _Noted) -> Correction:
    return Correction(
        edition=edition.number,
        reason=noted.reason,
        address=address_in(edition, noted.path),
        changes=f"/cuentas/{edition.account.account_year}/ediciones/#edicion-{edition.number}",
    )


def _errata_of(edition: Edition) -> tuple[_Noted, ...]:
    return _kept_errata(edition.pk, edition.sha256)


@lru_cache(maxsize=256)
def _kept_errata(pk: int, _sha256: str) -> tuple[_Noted, ...]:
    """An edition never changes, so that it is read once."""
    edition = Edition.objects.get(pk=pk)
    ledger = ledger_of(edition)
    return tuple(
        _Noted(item.question, item.reason, _path(item.figure, item.chapter))
        for item in ledger.errata
        if item.question
    )


def _path(figure: str, chapter: str) -> str:
    if figure:
        return f"cifras/{figure}/"
    return f"capitulos/{chapter}/" if chapter else ""
