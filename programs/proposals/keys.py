"""Which figure a row speaks of, and the key of a figure that has none yet."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from programs.ledger import Figure, Sex
from programs.regions import BY_CODE

LONGEST_KEY = 120
FACT = ("indicator", "product", "program", "region", "sex", "scope")
PLACE = ("source", "chapter", "table", "row", "column", "page")
_SEXES = {Sex.WOMEN: "mujeres", Sex.MEN: "hombres", Sex.NOT_REPORTED: "no-informado"}

Identity = tuple[Any, ...]


def identity(figure: Figure, places: Iterable[str] = PLACE) -> Identity:
    """What a figure measures and where it is stated; of the place, only `places`.

    A cell of a table holds one figure: there, the cell alone says which.
    """
    if figure.table and figure.row and figure.column and "table" in places:
        return (figure.table, figure.row, figure.column)
    return (*figure.fact, *(getattr(figure, field) for field in places))


def derived_key(figure: Figure, taken: Iterable[str]) -> str:
    """A readable key, always the same for the same fact in the same place."""
    key = "-".join(filter(None, _parts(figure)))
    mark = sha256(repr(identity(figure)).encode()).hexdigest()[:8]
    if len(key) > LONGEST_KEY or key in taken:
        key = f"{key[: LONGEST_KEY - 9].rstrip('-')}-{mark}"
    return key


def _parts(figure: Figure) -> tuple[str, ...]:
    if figure.table and figure.row and figure.column:
        return (figure.table, figure.row, figure.column)
    region = BY_CODE.get(figure.region)
    sex = _SEXES[Sex(figure.sex)] if figure.sex else ""
    return (
        figure.program or figure.product,
        figure.indicator,
        region.slug if region else "",
        sex,
        figure.scope,
    )


class Stated:
    """The figures of an account by key, and by what they measure and where.

    A sheet that leaves some columns of the place out is matched by those it has.
    """

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)
        self.by_key = {figure.key: figure for figure in self._figures}
        self._indexes: dict[tuple[str, ...], dict[Identity, list[Figure]]] = {}

    def alike(self, figure: Figure, places: tuple[str, ...]) -> list[Figure]:
        """The figures of the account that state this fact in this place."""
        if places not in self._indexes:
            index: dict[Identity, list[Figure]] = {}
            for known in self._figures:
                index.setdefault(identity(known, places), []).append(known)
            self._indexes[places] = index
        return self._indexes[places].get(identity(figure, places), [])
