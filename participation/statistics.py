"""How many took part, from where and how: counts, with the small ones withheld.

The only place that counts what people told of themselves (`Authorship.sex`) and the region they
write from, neither of which is public for any filing. What leaves it went through `small_cells`.
See docs/decisions/0018-open-data.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from participation.models import Submission
from participation.models.people import Authorship
from participation.small_cells import K, SafeTable, safe_list, safe_table
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
CHANNELS = {code: name for code, name in Submission.Channel.choices if code != "council"}
_SUNDAY = 6


@dataclass(frozen=True)
class ListOf:
    """Counts of one kind, by code: `names` in the order they are shown."""

    code: str
    title: str
    names: Mapping[str, str]
    counts: Mapping[str, int | None]


@dataclass(frozen=True)
class Statistics:
    """What was filed about one account until the end of a Sunday. Without `until`: too few yet."""

    account_year: int
    until: date | None
    people: SafeTable
    lists: tuple[ListOf, ...]

    @property
    def total(self) -> int | None:
        return self.people.total


def statistics_of(account: PublicAccount, today: date) -> Statistics:
    """The counts of an account, in two statements."""
    filed = Submission.objects.filter(account=account).filed().of_people()
    days = dict(filed.order_by().values_list("filed_on").annotate(Count("pk")))
    until = last_close(days, today)
    rows = list(
        filed.filter(filed_on__lte=until)
        .order_by()
        .values_list("region", "authorship__sex", "kind", "channel", "state")
        .annotate(Count("pk"))
        if until
        else ()
    )
    people: Counter[tuple[str, str]] = Counter()
    for region, sex, *_, count in rows:
        people[region or UNSAID, sex or UNSAID] += count
    lists = (
        _list("tipo", "Qué enviaron", dict(Submission.PEOPLE_KINDS), _added(rows, 2)),
        _list("canal", "Por dónde", CHANNELS, _added(rows, 3)),
        _list("estado", "En qué están", STATES, _added(rows, 4)),
    )
    return Statistics(
        account.account_year, until, safe_table(people, tuple(PLACES), tuple(SEXES)), lists
    )


def _added(rows: Iterable[tuple[object, ...]], place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[str(row[place])] += int(str(row[-1]))
    return found


def _list(code: str, title: str, names: Mapping[str, str], counts: Mapping[str, int]) -> ListOf:
    return ListOf(code, title, {str(key): str(name) for key, name in names.items()},
                  safe_list(counts, tuple(map(str, names))))  # fmt: skip


def last_close(days: Mapping[date, int], today: date) -> date | None:
    """The Sunday until which filings are counted; None while there are too few.

    Counts move only when a week ends, and only by K filings or more: one more woman of a region
    on the day a question comes would tell who asked it.
    """
    weeks: Counter[date] = Counter()
    for day, count in days.items():
        weeks[day + timedelta(days=_SUNDAY - day.weekday())] += count
    closed, waiting = None, 0
    for sunday in sorted(weeks):
        waiting += weeks[sunday]
        if waiting >= K and sunday < today:
            closed, waiting = sunday, 0
    return closed
