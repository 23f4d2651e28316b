"""How many came to a hearing, how and from where: counts that tell of nobody in particular.

Who comes is counted without a name (`HearingArrival`). Nothing is told while it is being held:
one more woman of a region at the instant somebody comes in would tell who it is.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from participation.models import Hearing, HearingArrival, HearingRegistration
from participation.small_cells import TOTAL, safe_list
from participation.statistics import PLACES, SEXES, UNSAID

MODES = {str(code): str(label) for code, label in HearingRegistration.Mode.choices}
LISTS = (("mode", "Cómo asistieron", MODES), ("sex", "Sexo", SEXES), ("region", "Región", PLACES))


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """Counts of one kind, in the order they are shown; None is withheld."""

    code: str
    title: str
    rows: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """All that is told of who came; `total` is None where they were very few."""

    total: int | None
    is_counted: bool
    lists: tuple[AttendanceList, ...]

    def as_content(self) -> dict[str, Any]:
        """The same as plain values, for an acta."""
        return {
            "is_counted": self.is_counted,
            "total": self.total,
            "lists": [
                {"code": each.code, "title": each.title, "rows": [list(row) for row in each.rows]}
                for each in self.lists
            ],
        }


def attendance_of(hearing: Hearing) -> Attendance:
    """Who came to a hearing that ended, in one query, with the small counts withheld."""
    rows = list(
        HearingArrival.objects.filter(hearing=hearing).order_by().values_list(
            "mode", "sex", "region"
        )
    )  # fmt: skip
    if not rows:
        return Attendance(0, False, ())
    lists, total = [], None
    for place, (code, title, names) in enumerate(LISTS):
        counts = safe_list(Counter(row[place] or UNSAID for row in rows), tuple(names))
        total = counts[TOTAL]
        told = tuple((label, counts[name]) for name, label in names.items() if counts[name] != 0)
        if total is not None:
            lists.append(AttendanceList(code, title, told))
    return Attendance(total, True, tuple(lists))
