"""The mark of each figure in the desk: what the checks say of it."""

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.checks import BadRule, Verdict
from programs.checks import review as marked_review
from programs.models import PublicAccount
from programs.reviews import review_draft


@dataclass(frozen=True, slots=True)
class Mark:
    code: str
    label: str
    sign: str
    style: str

    @property
    def html(self) -> SafeString:
        return format_html(
            '<span class="mark {}"><i aria-hidden="true">{}</i> {}</span>',
            self.style, self.sign, self.label,
        )  # fmt: skip


MARKS = MappingProxyType(
    {
        "differs": Mark("differs", "No cuadra", "≠", "mark-diff"),
        "explained": Mark("explained", "No cuadra, explicada", "≠", "mark-told"),
        "unknown": Mark("unknown", "No se puede comprobar", "?", "mark-none"),
        "holds": Mark("holds", "Cuadra", "=", "mark-ok"),
    }
)


# Checking takes about 0.3 ms a figure: beyond this many, a page of the list does without the marks.
MOST_MARKED = 5_000


def marks_for_list(account: PublicAccount) -> dict[str, str]:
    """The marks a page of the list shows; none in an account so large that the page would wait."""
    is_large = account.results.all()[MOST_MARKED : MOST_MARKED + 1].exists()
    return {} if is_large else marks_of(account)


def marks_of(account: PublicAccount) -> dict[str, str]:
    """Per figure key, the code of its mark; nothing for figures no check uses."""
    try:
        review = review_draft(account)
    except BadRule:
        return {}  # the desk and the page of the checks say which rule to mend
    checked = marked_review(review.outcomes, review.ledger)
    found = {}
    for key, outcomes in checked.marks.items():
        first = outcomes[0]
        code = first.verdict.value
        told = all(o.verdict is not Verdict.DIFFERS or checked.is_explained(o) for o in outcomes)
        found[key] = "explained" if code == "differs" and told else code
    return found
