"""How many took part, from where and how: what was counted and closed, small counts withheld.

What people told of themselves (`Authorship.sex`) and the region they write from are public for no
filing, nor is the kind of what was not admitted: they are counted once, by `actions.counting`, and
only its batches are read here. By which channel a filing came and in which state it is, anyone
reads in the register: that is counted at each reading, and told. See decisions 18 and 22.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from participation.batches import Told, added
from participation.models import CountBatch, Submission
from participation.models.people import Authorship
from participation.models.submissions import SubmissionQuerySet
from participation.small_cells import TOTAL, SafeTable
from participation.transitions import STATE
from programs.models import PublicAccount
from programs.regions import REGIONS

UNSAID = "no-dice"
SEXES = {
    Authorship.Sex.WOMAN.value: "Mujeres",
    Authorship.Sex.MAN.value: "Hombres",
    Authorship.Sex.OTHER.value: "Otra respuesta",
    UNSAID: "No lo dijo",
}
PLACES = {**{region.code: region.short_name for region in REGIONS}, UNSAID: "No la dijo"}
STATES = {state.code: state.label for state in STATE.values() if state.code != "unconfirmed"}
# The council is no person: its observations are counted apart, on their own page.
CHANNELS = {str(code): str(name) for code, name in Submission.Channel.choices if code != "council"}
KINDS = {str(code): str(name) for code, name in Submission.PEOPLE_KINDS}
FILINGS = "envios"  # the only column of a list


@dataclass(frozen=True)
class ListOf:
    """Counts of one kind, by code: `names` in the order they are shown."""

    code: str
    title: str
    names: Mapping[str, str]
    counts: Mapping[str, int | None]


@dataclass(frozen=True)
class Statistics:
    """What was filed about one account until the end of a Sunday. Without `until`: too few yet.

    `waiting`: how many came since, which the next batch will count.
    """

    account_year: int
    until: date | None
    waiting: int
    people: SafeTable
    lists: tuple[ListOf, ...]

    @property
    def total(self) -> int | None:
        return self.people.total


def statistics_of(account: PublicAccount, today: date) -> Statistics:
    """The counts of an account, in four statements."""
    rows = CountBatch.objects.filter(account=account, closed_on__lt=today)
    batches = list(rows.order_by("closed_on"))
    told = [batch.told for batch in batches]
    last = batches[-1].last_number if batches else 0
    filed = Submission.objects.filter(account=account).filed().of_people().order_by()
    counted = filed.filter(number__lte=last)
    kinds = {name: added(told, "tipo", name, FILINGS) for name in (*KINDS, TOTAL)}
    lists = (
        ListOf("tipo", "Qué enviaron", KINDS, kinds),
        ListOf("canal", "Por dónde", CHANNELS, _public(counted, "channel", CHANNELS)),
        ListOf("estado", "En qué están", STATES, _public(counted, "state", STATES)),
    )
    return Statistics(
        account_year=account.account_year,
        until=batches[-1].closed_on if batches else None,
        waiting=filed.filter(number__gt=last).count(),
        people=_people(told),
        lists=lists,
    )


def _people(told: Sequence[Told]) -> SafeTable:
    rows, columns = tuple(PLACES), tuple(SEXES)
    cells = {
        (row, column): added(told, "personas", row, column)
        for row in (*rows, TOTAL)
        for column in (*columns, TOTAL)
    }
    return SafeTable(rows, columns, cells)


def _public(rows: SubmissionQuerySet, field: str, names: Mapping[str, str]) -> dict[str, int]:
    """Counts of what the register tells of each folio: there is nothing to withhold."""
    found = dict(rows.values_list(field).annotate(Count("pk")))
    return {**{name: found.get(name, 0) for name in names}, TOTAL: sum(found.values())}
