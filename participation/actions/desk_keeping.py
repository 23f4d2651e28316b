"""What the staff keep for their own work: paragraphs and lists. Nothing of it is public.

No entry of the public register: it says nothing of anybody's filing. Paragraphs have a history.
"""

from datetime import datetime

from django.db import transaction

from participation.actions.words import one_line
from participation.canned import trouble_in
from participation.canned_filling import units_of
from participation.models import CannedParagraph, DeskView, Unit
from participation.permissions import check_may, may
from participation.transitions import Refused
from programs.models import User

MOST_VIEWS = 20
LONGEST_NAME, LONGEST_QUERY = 60, 500
NOT_YOURS = "Es de otra persona: solo ella puede cambiarlo."


@transaction.atomic
def write_paragraph(row: CannedParagraph, *, by: User, now: datetime) -> CannedParagraph:
    """Save a paragraph that was added or changed, of `by` or of one of their units.

    Raises:
        Refused: `by` may not write answers, it is another's, the unit is not theirs, or it has a
            variable that nobody knows.
    """
    check_may(by, "write_answer")
    known = CannedParagraph.objects.filter(pk=row.pk).first() if row.pk else None
    if known is not None and not is_theirs(known, by):
        raise Refused(NOT_YOURS)
    if row.unit is not None and not units_of(by).filter(pk=row.unit.pk).exists():
        raise _refused("unit", "Usted no integra esa unidad: elija una de las suyas, o ninguna.")
    if trouble := trouble_in(row.text):
        raise _refused("text", trouble)
    if known is None:
        row.owner = by
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row


def is_theirs(row: CannedParagraph, user: User) -> bool:
    """Whether `user` may change it: their own, or one of their unit."""
    if row.unit is None:
        return row.owner_id == user.pk
    return units_of(user).filter(pk=row.unit_id).exists()


def _refused(field: str, sentence: str) -> Refused:
    refused = Refused(sentence)
    refused.field = field  # type: ignore[attr-defined]
    return refused


@transaction.atomic
def save_view(
    *, name: str, query: str, unit: Unit | None = None, by: User, now: datetime
) -> DeskView:
    """Keep a list of the desk under a name, for `by` or for all of a unit; the same name replaces.

    Raises:
        Refused: `by` may not see filings, has too many, or does not work in that unit.
    """
    check_may(by, "view_submission")
    name = one_line(name, asked="Escriba un nombre para la vista.", longest=LONGEST_NAME)
    if len(query) > LONGEST_QUERY:
        raise Refused("Esa búsqueda es demasiado larga para guardarla.")
    if unit is not None and not units_of(by).filter(pk=unit.pk).exists():
        raise Refused("Usted no integra esa unidad.")
    mine = DeskView.objects.filter(owner=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        raise Refused(f"Ya tiene {MOST_VIEWS} vistas: borre una antes de guardar otra.")
    view, _ = DeskView.objects.update_or_create(
        owner=by, name=name, defaults={"query": query, "unit": unit}
    )
    return view


@transaction.atomic
def delete_view(view: DeskView, *, by: User, now: datetime) -> None:
    """Forget a list. Only whoever saved it does, or who keeps the rules.

    Raises:
        Refused: it is another's.
    """
    if view.owner_id != by.pk and not may(by, "manage_rules"):
        raise Refused(NOT_YOURS)
    view.delete()
