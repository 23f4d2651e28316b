"""What the checks of its own edition say of the figure that a filing is about."""

from dataclasses import dataclass
from functools import lru_cache

from participation.models import Submission
from participation.subjects import address_in, ledger_of
from programs.admin.marks import MARKS, Mark, code_of
from programs.checks import BadRule, Review, review, run_checks
from programs.models import Edition
from programs.reviews import previous_ledger


@dataclass(frozen=True, slots=True)
class Quoted:
    """The mark of a quoted figure, the check that gives it and where that check was published."""

    mark: Mark
    sentence: str
    address: str


def quoted(submission: Submission) -> Quoted | None:
    """The mark of the figure as that edition published it; None for what no check looks at."""
    edition = submission.edition
    if edition is None or not submission.figure:
        return None
    checked = _review(edition.pk, edition.sha256)
    code = code_of(checked, submission.figure) if checked else ""
    if checked is None or not code:
        return None
    outcome = checked.marks[submission.figure][0]
    where = address_in(edition, "cuadratura/", outcome.slug)
    return Quoted(MARKS[code], outcome.sentence, where)


@lru_cache(maxsize=4)
def _review(pk: int, _sha256: str) -> Review | None:
    """The checks of an edition, made once: it never changes."""
    edition = Edition.objects.select_related("account").get(pk=pk)
    ledger = ledger_of(edition)
    try:
        outcomes = run_checks(ledger, previous_ledger(edition.account, edition.published_at))
    except BadRule:
        return None  # published before that rule was known to be wrong: it says nothing
    return review(outcomes, ledger)
