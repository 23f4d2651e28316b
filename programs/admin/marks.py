"""The mark of each figure in the desk: what the checks say of it."""

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.checks import BadRule, Review
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
    return {key: code_of(checked, key) for key in checked.marks}


def code_of(checked: Review, key: str) -> str:
    """The code of the mark of one figure; empty where no check uses it."""
    outcomes = checked.marks.get(key, ())
    if not outcomes:
        return ""
    code = outcomes[0].verdict.value
    told = all(not each.differs or checked.is_explained(each) for each in outcomes)
    return "explained" if code == "differs" and told else code
