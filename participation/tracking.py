"""Finding a filing by its folio and its key: the key is what tells its author from everybody."""

from participation.folios import read_folio
from participation.keys import is_tracking_key
from participation.models import Submission

_NOBODY = "00000000-0000-0000-0000-000000000000"


def filing_by_key(folio: str, key: str) -> Submission | None:
    """The filing of that folio if that is its key, however they were written.

    A folio that does not exist costs the same as a key that is not its own, and gives the same.
    """
    try:
        written = str(read_folio(folio))
    except ValueError:
        written = ""
    rows = Submission.objects.select_related(
        "account__institution", "edition", "refusal", "unit", "group_head", "follow_up", "follows"
    )
    found = rows.filter(folio=written).first()
    fits = is_tracking_key(str(found.uid) if found else _NOBODY, key)
    return found if fits else None
