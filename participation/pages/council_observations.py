"""The list of what the council observed, as it is shown, with its figures and denominators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from participation.council_public import (
    EFFECTS,
    STATES,
    Figures,
    account_years,
    figures_of,
    state_counts,
    votes_of,
)
from participation.council_transitions import STAGES
from participation.cuts import Cut
from participation.models import Ballot, Observation, ObservationPlace
from participation.models.observations import ObservationQuerySet
from participation.pages.choices import Choice, Option
from participation.pages.deadlines import part_of
from participation.pages.observation_words import about_of, vote_in_words
from participation.pages.questions import (
    StatusMark,
    Tab,
    address_of,
    count_in_words,
    due_of,
    effect_of,
    short_day,
    status_of,
)
from participation.subjects import ledger_of, newest_edition
from programs.figures import plural

LIST = "/consejo/observaciones/"
FEED = f"{LIST}observaciones.atom"
CSV, JSON = f"{LIST}observaciones.csv", f"{LIST}observaciones.json"
ASKED = ("cuenta", "anio", "capitulo", "estado", "efecto", "despues")
NARROWING = ("cuenta", "anio", "capitulo", "efecto")


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One observation in the list."""

    code: str
    folio: str
    href: str
    title: str
    status: StatusMark
    about: str
    subject: str
    day: str
    due: str
    effect: str
    vote: str
    insists_on: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One part of a whole, in words, always with the whole it is a part of."""

    words: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """The observations on one account."""

    year: int
    href: str
    presented: str
    in_time: str
    accepted: str
    rejected: str
    kept: str


@dataclass(frozen=True, slots=True)
class ObservationList:
    """All that the list shows. `is_filtered`: something narrows it."""

    rows: tuple[ObservationRow, ...]
    tabs: tuple[Tab, ...]
    choices: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    total: str
    next: str
    first: str
    feed: str
    csv: str
    json: str
    is_filtered: bool
    is_demo: bool
    troubles: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    years: tuple[YearLine, ...]


def observation_row(row: Observation, ballot: Ballot | None, today: date) -> ObservationRow:
    """A public observation in a list."""
    filing = row.filing
    assert filing is not None  # noqa: S101 (only what was filed is public)
    return ObservationRow(
        code=row.code or "",
        folio=filing.folio or "",
        href=f"{LIST}{row.code}/",
        title=row.title,
        status=council_status(row, today),
        about=about_of(row),
        subject=filing.about_title,
        day=short_day(filing.filed_on) if filing.filed_on else "",
        due=due_of(filing, today),
        effect=effect_of(filing),
        vote=vote_in_words(ballot) if ballot is not None else "",
        insists_on=(row.insists_on.code or "") if row.insists_on is not None else "",
        is_demo=row.is_demo,
    )


def council_status(row: Observation, today: date) -> StatusMark:
    """Where it is, in the council's words; late is computed as for any filing."""
    assert row.filing is not None  # noqa: S101
    status = status_of(row.filing, today)
    word = status.word if status.square == "late" else STAGES.get(row.filing.state, status.word)
    return replace(status, word=word)


def observation_list(
    cut: Cut[Observation], uncut: ObservationQuerySet, asked: Mapping[str, str], today: date
) -> ObservationList:
    """A page of the list. `uncut` is what was asked for, in every state."""
    counts = state_counts(uncut, today)
    votes = votes_of(cut.rows)
    rows = tuple(observation_row(row, votes.get(row.pk), today) for row in cut.rows)
    return _list(
        asked, today,
        rows=rows,
        tabs=tuple(_tabs(counts, asked)),
        total=plural(counts[asked.get("estado", "")], "observación", "observaciones"),
        next=address_of({**asked, "despues": cut.after}, LIST) if cut.after else "",
        first=address_of({**asked, "despues": ""}, LIST) if asked.get("despues") else "",
        is_demo=any(row.is_demo for row in rows),
    )  # fmt: skip


def refused_list(
    asked: Mapping[str, str], troubles: Mapping[str, str], today: date
) -> ObservationList:
    """The page for an address with something that cannot be: what to mend, beside its box."""
    known = {"cuenta", "capitulo", "efecto"}
    return _list(
        asked, today, troubles_by=troubles,
        troubles=tuple(said for name, said in troubles.items() if name not in known),
    )  # fmt: skip


def _list(
    asked: Mapping[str, str],
    today: date,
    troubles_by: Mapping[str, str] = MappingProxyType({}),
    **fields: Any,
) -> ObservationList:
    kept = {name: asked[name] for name in (*NARROWING, "estado") if asked.get(name)}
    years = account_years()
    empty: dict[str, Any] = {
        "rows": (), "tabs": (), "total": "", "next": "", "first": "", "is_demo": False,
        "troubles": (),
    }  # fmt: skip
    values = empty | {
        "choices": tuple(_choices(asked, troubles_by, years)),
        "hidden": tuple((n, asked[n]) for n in ("estado", "anio")
                        if asked.get(n) and n not in troubles_by),
        "feed": address_of(kept, FEED),
        "csv": address_of(kept, CSV),
        "json": address_of(kept, JSON),
        "is_filtered": bool(kept),
        "lines": tuple(lines_of(figures_of(Observation.objects.public(), today))),
        "years": tuple(_year_line(year, today) for year in years[:MOST_YEARS]),
    }  # fmt: skip
    return ObservationList(**(values | fields))


MOST_YEARS = 6  # accounts with a line of their own; each costs two statements


def _tabs(counts: Mapping[str, int], asked: Mapping[str, str]) -> Iterable[Tab]:
    here = asked.get("estado", "")
    for code, label in (("", "Todas"), *STATES):
        if counts[code] or code != "fuera-de-plazo" or code == here:
            href = address_of({**asked, "estado": code, "despues": ""}, LIST)
            yield Tab(label, count_in_words(counts[code]), href, code == here)


def _choices(
    asked: Mapping[str, str], troubles: Mapping[str, str], years: tuple[int, ...]
) -> Iterable[Choice]:
    boxes = (
        ("cuenta", "Cuenta", "Todas", tuple((str(year), str(year)) for year in years)),
        ("capitulo", "Capítulo", "Todos", _chapters()),
        ("efecto", "Qué hizo la respuesta", "Cualquier cosa", EFFECTS),
    )
    for name, label, everything, options in boxes:
        value = asked.get(name, "")
        shown: tuple[tuple[str, str], ...] = (("", everything), *options)
        if value and value not in dict(options) and name not in troubles:
            shown = (*shown, (value, value))  # of another account: it stays chosen
        yield Choice(
            name, label,
            tuple(Option(code, words, code == value) for code, words in shown),
            troubles.get(name, ""),
        )  # fmt: skip


def _chapters() -> tuple[tuple[str, str], ...]:
    """Those that some public observation speaks of, by the name of the newest edition."""
    about = ObservationPlace.objects.exclude(chapter="").filter(
        observation__in=Observation.objects.public()
    )
    slugs = sorted(set(about.order_by().values_list("chapter", flat=True)))
    edition = newest_edition()
    known = ledger_of(edition).chapter if slugs and edition is not None else {}
    return tuple((slug, known[slug].title if slug in known else slug) for slug in slugs)


def lines_of(figures: Figures) -> Iterable[FigureLine]:
    """The figures as sentences, each with its denominator."""
    presented, answered = figures.presented, figures.answered
    yield FigureLine("presentadas", plural(presented, "observación", "observaciones"))
    if not presented:
        return
    of_votes = part_of(figures.in_favour, figures.votes)
    others = f"{plural(figures.against, 'voto', 'votos')} en contra y "
    others += plural(figures.abstained, "abstención", "abstenciones")
    yield FigureLine("votos a favor, de los emitidos", of_votes, others)
    yield FigureLine("por unanimidad, de las presentadas", part_of(figures.unanimous, presented))
    late = plural(figures.owed_late, "espera", "esperan")
    note = f"{late} respuesta fuera de plazo" if figures.owed_late else ""
    yield FigureLine("respondidas, de las presentadas", part_of(answered, presented), note)
    yield FigureLine("en plazo, de las respondidas", part_of(figures.in_time, answered))
    for words, count in (
        ("acogidas", figures.accepts),
        ("acogidas en parte", figures.accepts_part),
        ("no acogidas", figures.rejects),
        ("con corrección de la cuenta", figures.corrects),
        ("con compromiso", figures.commits),
    ):
        yield FigureLine(f"{words}, de las respondidas", part_of(count, answered))
    yield FigureLine(
        "compromisos cumplidos, de los que ya se pueden juzgar",
        part_of(figures.kept, figures.due),
        "Se juzgan en la cuenta del año siguiente, o antes si ya se sabe.",
    )
    yield FigureLine("en las que el Consejo insistió, de las respondidas",
                     part_of(figures.insisted, answered))  # fmt: skip


def _year_line(year: int, today: date) -> YearLine:
    rows = Observation.objects.public().filter(account__account_year=year)
    figures = figures_of(rows, today)
    taken = figures.accepts + figures.accepts_part + figures.corrects + figures.commits
    return YearLine(
        year=year,
        href=address_of({"cuenta": str(year)}, LIST),
        presented=str(figures.presented),
        in_time=part_of(figures.in_time, figures.answered),
        accepted=part_of(taken, figures.answered),
        rejected=part_of(figures.rejects, figures.answered),
        kept=part_of(figures.kept, figures.due),
    )
