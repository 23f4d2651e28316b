"""A view of the published figures, from what was asked in its address."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuenta.explorer import choosing
from cuenta.explorer.boxes import boxes
from cuenta.explorer.facts import Fact, Published
from cuenta.explorer.forms import VIEWS, ExplorerForm
from cuenta.explorer.methods import methods_of
from cuenta.explorer.reckoning import Asked, Context, Reckoned, reckon
from cuenta.pages.chrome import Link
from cuenta.pages.explored import (
    CSV,
    JSON,
    ExplorerPage,
    SeriesView,
    TableRow,
    YearCell,
    address,
)
from cuenta.pages.people import BarRow
from participation.links import absolute
from programs import charts
from programs.figures import format_number, plural

PER_PAGE = 50
OFFERED = 5  # indicators, where none was chosen
ASK_INDICATOR = "Para comparar, elija qué se mide: se comparan cifras de un mismo indicador."
NOTHING = "Ninguna cifra publicada cumple con lo que eligió. Pruebe con menos condiciones."
UNPUBLISHED = "Todavía no hay cuentas publicadas: cuando haya una, aquí estarán sus cifras."
ONE_YEAR = (
    "Solo está publicada la cuenta de un año ({}): una serie necesita al menos dos. "
    "Cuando se publique otra, aquí se verá cómo cambió cada cifra."
)


@dataclass(frozen=True, slots=True)
class View:
    """Everything a view is made of: what is published, what was asked, and the facts of others."""

    published: Published
    form: ExplorerForm
    asked: dict[str, str]
    context: Context
    breaks: Mapping[tuple[str, int], str]

    @property
    def name(self) -> str:
        return self.asked.get("ver", "") or "tabla"

    @property
    def told(self) -> Asked:
        data = self.form.cleaned_data
        return Asked(int(data["pesos"] or 0), data["medida"] == "habitante")

    @property
    def facts(self) -> tuple[Fact, ...]:
        return choosing.narrowed(self.published.facts, self.form.filters)

    @property
    def by(self) -> str:
        return self.asked.get("por", "") or choosing.by_default(self.facts)

    def reckoned(self, fact: Fact) -> Reckoned:
        return reckon(fact.figure, fact.region, fact.managed, self.told, self.context)

    def text_of(self, fact: Fact) -> str:
        """As published, or worked out where that was asked."""
        return self.reckoned(fact).text if self.told else fact.text

    def shown(self) -> tuple[Fact, ...]:
        """The facts of this view, in its order: what is downloaded is what is seen."""
        if self.name == "barras":
            if not self.asked.get("indicador"):
                return ()
            return choosing.bars(self.facts, self.by, self.form.filters).facts
        if self.name == "serie":
            if not self.asked.get("indicador"):
                return ()
            found, _ = choosing.series(self.facts)
            return tuple(fact for each in found for fact in each.facts)
        return self.facts


def explorer_page(view: View) -> ExplorerPage:
    """The page of a view that can be asked for."""
    facts = view.facts
    makers = {"tabla": _table, "barras": _bars, "serie": _series}
    body = makers[view.name](view, facts) if facts else {"state": _why_nothing(view)}
    shown = view.shown()
    return _page(
        view.published, view.asked, view.context,
        methods=methods_of(view.told, shown, view.context),
        breaks=tuple(_breaks(view, facts)),
        is_reckoned=bool(view.told),
        csv=address(view.asked, CSV, desde=""), json=address(view.asked, JSON, desde=""),
        **body,
    )  # fmt: skip


def refused_page(
    published: Published, asked: dict[str, str], context: Context, troubles: Mapping[str, str]
) -> ExplorerPage:
    """What to mend, beside its box."""
    known = {each.name for each in boxes(published, asked, context, {})}
    said = tuple(text for name, text in troubles.items() if name not in known)
    return _page(published, asked, context, troubles_by=troubles, troubles=said or ("",))


def _page(
    published: Published,
    asked: dict[str, str],
    context: Context,
    troubles_by: Mapping[str, str] | None = None,
    **fields: Any,
) -> ExplorerPage:
    view = asked.get("ver", "") or "tabla"
    kept = {name: value for name, value in asked.items() if name not in (troubles_by or {})}
    return ExplorerPage(
        view=view,
        here=dict(VIEWS).get(view, ""),
        tabs=tuple(
            Link(label, address(kept, ver="" if name == "tabla" else name, desde=""))
            for name, label in VIEWS
        ),
        choices=boxes(published, asked, context, troubles_by or {}),
        hidden=tuple((name, kept[name]) for name in ("ver",) if kept.get(name)),
        permalink=absolute(address(kept)),
        downloads=tuple(
            Link(f"Cuenta {year}, completa", f"/cuentas/{year}/datos/")
            for year, _ in published.accounts
        ),
        **fields,
    )


def _why_nothing(view: View) -> str:
    return NOTHING if view.published.facts else UNPUBLISHED


def _table(view: View, facts: Sequence[Fact]) -> dict[str, Any]:
    start = int(view.asked.get("desde") or 0)
    cut = facts[start : start + PER_PAGE]
    more = start + PER_PAGE if start + PER_PAGE < len(facts) else 0
    return {
        "total": plural(len(facts), "cifra", "cifras"),
        "heading": "Cifras publicadas",
        "rows": tuple(_row(view, fact) for fact in cut),
        "state": "" if cut else NOTHING,
        "next": address(view.asked, desde=str(more)) if more else "",
        "first": address(view.asked, desde="") if start else "",
    }


def _row(view: View, fact: Fact) -> TableRow:
    found = view.reckoned(fact) if view.told else None
    return TableRow(
        title=fact.title, href=fact.href, year=fact.year, managed=fact.managed, text=fact.text,
        note=fact.figure.note, reckoned=found.text if found else "",
        how=found.how if found else "",
    )  # fmt: skip


def _bars(view: View, facts: Sequence[Fact]) -> dict[str, Any]:
    if not view.asked.get("indicador"):
        return {"state": ASK_INDICATOR, "offers": tuple(_offers(view, facts))}
    found = choosing.bars(facts, view.by, view.form.filters)
    if not found.facts:
        return {"state": "Ninguna de esas cifras dice eso. Compare por otra cosa."}
    values = {id(fact): _value(view, fact) for fact in found.facts}
    most = max((value for value in values.values() if value is not None), default=None)
    years = len({fact.managed for fact in found.facts}) > 1
    rows = tuple(
        BarRow(
            label=_label(view, fact),
            href="",
            number=view.text_of(fact),
            bar=charts.bar(value, most) if (value := values[id(fact)]) and most else "",
            sub=_sub(view, fact, years),
            figure_href=fact.href,
        )
        for fact in found.facts
    )
    name = view.published.names.of("indicator", view.asked["indicador"])
    return {
        "total": plural(len(found.facts), "cifra", "cifras"), "heading": name, "bars": rows,
        "notes": tuple(_bar_notes(view, found)),
    }  # fmt: skip


def _offers(view: View, facts: Sequence[Fact]) -> Iterable[Link]:
    """The indicators with most figures to compare, each with its view."""
    told = Counter(fact.indicator for fact in facts if fact.indicator)
    for code, _ in told.most_common(OFFERED):
        name = view.published.names.of("indicator", code)
        yield Link(name, address(view.asked, indicador=code, desde=""))


def _value(view: View, fact: Fact) -> Any:
    return view.reckoned(fact).value if view.told else fact.figure.value


def _label(view: View, fact: Fact) -> str:
    """What the bar is of: the name of what is compared."""
    field = choosing.BY[view.by]
    if field == "year":
        return str(fact.managed)
    return view.published.names.of(field, str(getattr(fact, field)))


def _sub(view: View, fact: Fact, years: bool) -> str:
    """What else tells this bar from its neighbours."""
    names = view.published.names
    field = choosing.BY[view.by]
    said = [
        names.of(other, value)
        for other in ("program", "region", "sex")
        if other != field and (value := getattr(fact, other)) and not view.form.filters.get(other)
    ]
    said += [str(fact.managed)] if years and field != "year" else []
    said += [view.reckoned(fact).how] if view.told else []
    return " · ".join(said)


def _bar_notes(view: View, found: choosing.Bars) -> Iterable[str]:
    if found.left_out:
        verb = "Queda" if found.left_out == 1 else "Quedan"
        kept = plural(found.left_out, "cifra que distingue", "cifras que distinguen")
        yield f"{verb} aparte {kept} más: elija en los filtros lo que quiere comparar."
    if found.cut:
        yield f"Se muestran las {format_number(len(found.facts))} primeras; el resto, en la tabla."


def _series(view: View, facts: Sequence[Fact]) -> dict[str, Any]:
    accounts = view.published.accounts
    if len(accounts) < 2:
        return {"state": ONE_YEAR.format(f"lo hecho en {accounts[0][1]}")}
    if not view.asked.get("indicador"):
        return {"state": ASK_INDICATOR, "offers": tuple(_offers(view, facts))}
    found, total = choosing.series(facts)
    if not found:
        return {"state": "Ninguna de esas cifras tiene un valor en algún año."}
    notes = ()
    if total > len(found):
        shown = format_number(len(found))
        notes = (f"Se muestran {shown} de {format_number(total)}: acote con los filtros.",)
    name = view.published.names.of("indicator", view.asked["indicador"])
    return {
        "total": plural(len(found), "serie", "series"), "heading": name, "notes": notes,
        "series": tuple(_one_series(view, each) for each in found),
    }  # fmt: skip


def _one_series(view: View, one: choosing.Series) -> SeriesView:
    points, cells = [], []
    before = None
    for fact in one.facts:
        change = _change(view, fact, before)
        text = view.text_of(fact)
        points.append(
            charts.Point(
                str(fact.managed), _value(view, fact), text, bool(change),
                follows=before is not None and fact.managed == before.managed + 1,
            )
        )  # fmt: skip
        cells.append(YearCell(fact.managed, fact.href, text, change))
        before = fact
    title = one.facts[-1].title
    said = "; ".join(f"{point.label}: {point.text}" for point in points)
    return SeriesView(title, charts.series(points, title, said), tuple(cells))


def _change(view: View, fact: Fact, before: Fact | None) -> str:
    """The change of method between two years of a series, in words; empty without one."""
    if before is None:
        return ""
    said = [
        text
        for (indicator, year), text in view.breaks.items()
        if indicator == fact.indicator and before.managed < year <= fact.managed
    ]
    return " ".join(said)


def _breaks(view: View, facts: Sequence[Fact]) -> Iterable[str]:
    """The changes of method that what is seen has gone through."""
    managed = sorted({fact.managed for fact in facts})
    told = {fact.indicator for fact in facts}
    for (indicator, year), text in view.breaks.items():
        if indicator in told and managed and managed[0] < year <= managed[-1]:
            name = view.published.names.of("indicator", indicator)
            yield f"{name}: desde {year} se cuenta de otra manera. {text}"
