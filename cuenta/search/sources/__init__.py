"""Everything that can be found. To find another thing too: one more file, and its name here."""

from cuenta.search.documents import Kind
from cuenta.search.sources import account, commitments, hearings, questions, reports

SOURCES = (
    account.SOURCE,
    hearings.SOURCE,
    questions.SOURCE,
    commitments.SOURCE,
    reports.SOURCE,
)
KINDS: tuple[Kind, ...] = tuple(kind for source in SOURCES for kind in source.kinds)
BY_CODE = {kind.code: kind for kind in KINDS}
BY_SLUG = {kind.slug: kind for kind in KINDS}
