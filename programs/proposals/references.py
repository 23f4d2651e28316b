"""Who is meant: a slug, a name or another spelling in a cell, found in the account."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache

from programs.ledger import Ledger, Sex, Table, Unit
from programs.regions import REGIONS
from programs.spreadsheets import shortened
from programs.spreadsheets.names import did_you_mean, fold

MOST_SUGGESTIONS = 500
MOST_LISTED = 8  # options a message names when there are few enough to be useful


class NotKnown(Exception):  # noqa: N818 (it says what the name is not)
    """The name stands for nothing, or for more than one thing."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected


class Names:
    """The things of one kind, found by slug first, then by name, then by other spellings.

    `said` is the thing with its article: «la región». `options` are the names shown to people.
    """

    def __init__(self, said: str, entries: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        self._said = said
        self._slugs: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._others: dict[str, set[str]] = {}
        self._left = MOST_SUGGESTIONS
        self.options: list[str] = []
        for slug, name, others in entries:
            self._slugs[slug] = slug
            self._names.setdefault(fold(name), set()).add(slug)
            self.options.append(name)
            for other in others:
                self._others.setdefault(fold(other), set()).add(slug)
        self._found = lru_cache(maxsize=10_000)(self._find)

    def find(self, text: str) -> str:
        """The slug meant. Raises NotKnown, with the nearest name where there is one."""
        found = self._found(text)
        if isinstance(found, tuple):
            raise NotKnown(*found)
        return found

    def _find(self, text: str) -> str | tuple[str, str]:
        """The slug, or what NotKnown should say."""
        if text in self._slugs:
            return text
        folded = fold(text)
        for names in (self._names, self._others):
            meant = names.get(folded, set())
            if len(meant) == 1:
                return next(iter(meant))
            if meant:
                options = ", ".join(sorted(meant)[:MOST_LISTED])
                return (
                    f"«{shortened(text)}» puede ser más de uno: escriba su identificador.",
                    f"uno de estos identificadores: {options}",
                )
        if folded.replace(" ", "-") in self._slugs:
            return folded.replace(" ", "-")
        return (
            f"No conozco {self._said} «{shortened(text)}».{self._suggestion(text)}",
            self._expected(),
        )

    def _suggestion(self, text: str) -> str:
        """Comparing is slow: a file where every row is unknown gets its first suggestions only."""
        self._left -= 1
        return did_you_mean(text, [*self.options, *self._slugs]) if self._left >= 0 else ""

    def _expected(self) -> str:
        if 0 < len(self.options) <= MOST_LISTED:
            return "uno de estos nombres: " + ", ".join(self.options)
        if not self.options:
            return f"celda vacía: la cuenta todavía no tiene {self._said.split()[-1]} que nombrar"
        return "un nombre o identificador que ya exista en la cuenta"


_SEXES = (
    (Sex.WOMEN.value, "Mujeres", ("mujer", "femenino", "women")),
    (Sex.MEN.value, "Hombres", ("hombre", "masculino", "varones", "men")),
    (
        Sex.NOT_REPORTED.value,
        "No informado",
        ("no informa", "sin informacion", "no declarado", "sin especificar", "s i"),
    ),
)
_UNITS = (
    (Unit.PESO.value, "$", ("pesos", "peso", "clp", "en pesos")),
    (Unit.THOUSAND_PESOS.value, "M$", ("miles de pesos", "m pesos", "en miles de pesos")),
    (Unit.MILLION_PESOS.value, "MM$", ("millones de pesos", "en millones de pesos", "millones")),
    (
        Unit.COUNT.value,
        "n",
        ("numero", "cantidad", "unidades", "personas", "nº", "n°", "conteo", "empresas"),
    ),
    (Unit.PERCENT.value, "%", ("porcentaje", "por ciento", "porcentual")),
)


def find_unit(text: str) -> Unit:
    """The unit written in its column. Raises NotKnown."""
    plain = "".join(text.split()).upper()
    for unit in Unit:
        if plain == unit.value.upper():
            return unit
    swapped = {"$MM": Unit.MILLION_PESOS, "$M": Unit.THOUSAND_PESOS}
    if plain in swapped:
        return swapped[plain]
    folded = fold(text)
    for value, _, others in _UNITS:
        if folded and folded in {fold(other) for other in others}:
            return Unit(value)
    raise NotKnown(
        f"No conozco la unidad «{shortened(text)}».",
        "$ (pesos), M$ (miles), MM$ (millones), n (cantidad) o % (porcentaje)",
    )


class Directory:
    """Everything of one account that a row of a spreadsheet may name."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._rows: dict[str, Names] = {}
        self._columns: dict[str, Names] = {}
        self._names = {
            "indicator": Names(
                "el indicador",
                ((i.slug, i.name, (i.noun_one, i.noun_many)) for i in ledger.indicators),
            ),
            "product": Names("el producto", ((p.slug, p.name, ()) for p in ledger.products)),
            "program": Names("el programa", ((p.slug, p.name, p.aliases) for p in ledger.programs)),
            "sex": Names("el sexo", _SEXES),
            "source": Names("la fuente", ((s.slug, s.title, ()) for s in ledger.sources)),
            "table": Names("la tabla", ((t.slug, t.title, ()) for t in ledger.tables)),
            "chapter": Names("el capítulo", ((c.slug, c.title, ()) for c in ledger.chapters)),
        }
        self._regions = Names(
            "la región", ((r.code, r.short_name, (r.name, r.slug)) for r in REGIONS)
        )

    @property
    def finders(self) -> dict[str, Callable[[str], str]]:
        """For each field that names something, what finds its slug."""
        return {
            **{field: names.find for field, names in self._names.items()},
            "region": self.region,
        }

    def region(self, text: str) -> str:
        """The CUT code meant by `Biobío`, `Región del Biobío`, `8` or `RM`. Raises NotKnown."""
        if text.isascii() and text.isdigit() and len(text) < 3:
            return self._regions.find(text.zfill(2))
        if text.strip().upper() in ("RM", "R.M."):
            return "13"
        folded = fold(text)
        for prefix in ("region del ", "region de ", "region "):
            with suppress(NotKnown):
                if folded.startswith(prefix):
                    return self._regions.find(folded.removeprefix(prefix))
        return self._regions.find(text)

    def row(self, table: Table, text: str) -> str:
        """The key of a row of a table. Raises NotKnown."""
        if table.slug not in self._rows:
            entries = ((r.key, r.label, ()) for r in table.rows)
            self._rows[table.slug] = Names("la fila", entries)
        return self._rows[table.slug].find(text)

    def column(self, table: Table, text: str) -> str:
        """The key of a column of a table. Raises NotKnown."""
        if table.slug not in self._columns:
            entries = ((c.key, c.label, ()) for c in table.columns)
            self._columns[table.slug] = Names("la columna", entries)
        return self._columns[table.slug].find(text)
