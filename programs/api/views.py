"""The resources of an account: what each is made of, and its two addresses, the list and the one.

Rows come from the ledgers of editions, in memory; a request asks the database which editions there
are, once, and counts itself against the limits.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from rest_framework import serializers

from programs.api import item_queries as queries
from programs.api import item_serializers as shapes
from programs.api import items
from programs.api.base import FrozenView
from programs.api.cursors import Order, amount, cut, text, whole
from programs.api.pages import envelope
from programs.api.problems import Problem
from programs.api.queries import NOTHING, USUAL, FieldsQuery, Query, only
from programs.api.result_serializers import CheckSerializer, ResultSerializer
from programs.models import Edition
from programs.published import current_editions, edition_with_id, published
from programs.regions import BY_SLUG

MOST_ROWS_KEPT = 4_000  # rows ready to be sent
Test = Callable[[Any, Sequence[str]], bool]
ZERO = Decimal(0)


def equals(read: Callable[[Any], str]) -> Test:
    """Whether what is read of an item is one of the values; `-` stands for nothing."""
    return lambda item, values: (str(read(item)) or NOTHING) in values


def _of(name: str) -> Test:
    return equals(lambda item: getattr(item.value, name))


def _newest_first(item: items.Item) -> tuple[int, int]:
    return -item.account, item.position


def _by_value(item: items.Item, sign: int) -> tuple[Any, ...]:
    """What has no value comes last, whichever the direction."""
    value = item.value.value
    return int(value is None), sign * (value or ZERO), *_newest_first(item)


DOCUMENT = Order(_newest_first, (whole, whole))
KEY = Order(lambda item: (item.key, *_newest_first(item)), (text, whole, whole))
ORDERS = {"document": DOCUMENT, "key": KEY}
_VALUE = (whole, amount, whole, whole)
BY_VALUE = {
    "value": Order(lambda item: _by_value(item, 1), _VALUE),
    "-value": Order(lambda item: _by_value(item, -1), _VALUE),
}


@dataclass(frozen=True, eq=False)
class Resource:
    """One kind of thing: its words, its shape, and what its list may be narrowed by."""

    item: type[items.Item]
    one: str  # "una cifra"
    many: str  # "cifras"
    serializer: type[serializers.Serializer]
    query: type[queries.ItemQuery] = queries.ItemQuery
    tests: Mapping[str, Test] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=lambda: ORDERS)

    @property
    def name(self) -> str:
        return self.item.collection

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.serializer().fields)


RESOURCES: tuple[Resource, ...] = (
    Resource(
        items.ChapterItem, "un capítulo", "capítulos", shapes.ChapterSerializer,
        queries.ChapterQuery, {"parent": _of("parent")},
    ),
    Resource(items.ProductItem, "un producto estratégico", "productos estratégicos",
             shapes.ProductSerializer),
    Resource(
        items.ProgramItem, "un programa", "programas", shapes.ProgramSerializer,
        queries.ProgramQuery, {"product": _of("product"), "region": _of("region")},
    ),
    Resource(
        items.IndicatorItem, "un indicador", "indicadores", shapes.IndicatorSerializer,
        queries.IndicatorQuery, {"measure": _of("measure")},
    ),
    Resource(
        items.TableItem, "una tabla", "tablas", shapes.TableSerializer,
        queries.TableQuery, {"chapter": _of("chapter")},
    ),
    Resource(
        items.ResultItem, "una cifra", "cifras", ResultSerializer, queries.ResultQuery,
        {
            **{name: _of(name) for name in (
                "indicator", "program", "product", "region", "sex", "table", "source",
            )},
            "chapter": equals(lambda item: item.chapter),
            "unit": equals(lambda item: item.unit),
            "verdict": equals(lambda item: item.verdict),
        },
        {**ORDERS, **BY_VALUE},
    ),
    Resource(items.SourceItem, "una fuente", "fuentes", shapes.SourceSerializer),
    Resource(
        items.CheckItem, "una comprobación", "comprobaciones", CheckSerializer,
        queries.CheckQuery,
        {
            "kind": _of("kind"),
            "verdict": _of("verdict"),
            "result": lambda item, values: not item.figures.isdisjoint(values),
            "explained": equals(lambda item: "true" if item.explanation else "false"),
        },
    ),
    Resource(
        items.ErratumItem, "una fe de erratas", "fe de erratas", shapes.ErratumSerializer,
        queries.ErratumQuery, {"result": _of("figure"), "chapter": _of("chapter")},
    ),
)  # fmt: skip


@lru_cache(maxsize=MOST_ROWS_KEPT)
def shown(item: items.Item, serializer: type[serializers.Serializer]) -> dict[str, Any]:
    """An item as it is sent. What an edition says never changes, so that it is made once."""
    return dict(serializer(item).data)


def editions_asked(asked: Mapping[str, Any]) -> list[Edition]:
    """The editions that a list is of."""
    if "edition" in asked:
        found = edition_with_id(asked["edition"])
        return [found] if found else []
    return current_editions(asked.get("year"))


class ItemList(FrozenView):
    """The list of a resource."""

    resource: ClassVar[Resource]

    def field_names(self) -> tuple[str, ...]:
        return self.resource.fields

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        return editions_asked(asked)

    def answer(self, subject: list[Edition], asked: dict[str, Any], **_: Any) -> Any:
        order = asked.get("order", "document")
        rows = list(self._narrowed(subject, asked))
        page = cut(rows, order, self.resource.orders[order], asked.get("cursor", ""),
                   asked.get("limit", USUAL))  # fmt: skip
        sent = [only(shown(item, self.resource.serializer), asked.get("fields"))
                for item in page.rows]  # fmt: skip
        return envelope(self.request, sent, page.next, page.previous, count=len(rows))

    def _narrowed(
        self, editions: Sequence[Edition], asked: Mapping[str, Any]
    ) -> Iterable[items.Item]:
        tests = {"key": equals(lambda item: item.key), **self.resource.tests}
        wanted = [
            (test, _values(name, asked[name])) for name, test in tests.items() if name in asked
        ]
        for edition in editions:
            for item in items.items_of(self.resource.item, published(edition)):
                if all(test(item, values) for test, values in wanted):
                    yield item


def _values(name: str, values: Sequence[str]) -> frozenset[str]:
    """Regions may be named by their slugs too."""
    if name == "region":
        return frozenset(BY_SLUG[each].code if each in BY_SLUG else each for each in values)
    return frozenset(values)


class ItemDetail(FrozenView):
    """One thing of one edition, at an address that never changes its meaning."""

    resource: ClassVar[Resource]
    query_class: type[Query] = FieldsQuery

    def field_names(self) -> tuple[str, ...]:
        return self.resource.fields

    def subject(self, asked: Mapping[str, Any], **kwargs: Any) -> list[Edition]:
        edition = edition_with_id(kwargs["edition"])
        if edition is None:
            raise Problem("no-encontrado")
        return [edition]

    def answer(self, subject: list[Edition], asked: dict[str, Any], **kwargs: Any) -> Any:
        item = items.item_with_key(self.resource.item, published(subject[0]), kwargs["key"])
        if item is None:
            raise Problem("no-encontrado")
        return only(shown(item, self.resource.serializer), asked.get("fields"))
