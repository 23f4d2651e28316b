"""Who gives account, of which years, in which editions; and the regions of Chile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rest_framework import serializers

from programs.api import account_serializers as shapes
from programs.api.base import FrozenView
from programs.api.cursors import Order, cut, text, whole
from programs.api.item_queries import AccountQuery, EditionQuery
from programs.api.pages import envelope
from programs.api.problems import Problem
from programs.api.queries import USUAL, FieldsQuery, Query, only
from programs.models import Edition
from programs.published import current_editions, edition_with_id, published
from programs.regions import BY_CODE, REGIONS

EVERY = "document"
NEWEST = Order(lambda edition: (-edition.account.account_year, -edition.number), (whole, whole))


class _List(FrozenView):
    """A list of few rows, of what the current editions say."""

    query_class: type[Query] = AccountQuery
    serializer_class: type[serializers.Serializer]
    order: Order

    def field_names(self) -> tuple[str, ...]:
        return tuple(self.serializer_class().fields)

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        return current_editions()

    def rows(self, editions: Sequence[Edition]) -> Iterable[Any]:
        raise NotImplementedError

    def answer(self, subject: list[Edition], asked: dict[str, Any], **_: Any) -> Any:
        rows = list(self.rows(subject))
        page = cut(rows, EVERY, self.order, asked.get("cursor", ""), asked.get("limit", USUAL))
        sent = [only(dict(self.serializer_class(row).data), asked.get("fields"))
                for row in page.rows]  # fmt: skip
        return envelope(self.request, sent, page.next, page.previous, count=len(rows))


class _Detail(FrozenView):
    """One of them."""

    query_class: type[Query] = FieldsQuery
    serializer_class: type[serializers.Serializer]

    def field_names(self) -> tuple[str, ...]:
        return tuple(self.serializer_class().fields)

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        return current_editions()

    def row(self, editions: Sequence[Edition], key: str) -> Any:
        """The row, or None."""
        raise NotImplementedError

    def answer(self, subject: list[Edition], asked: dict[str, Any], **kwargs: Any) -> Any:
        row = self.row(subject, kwargs["key"])
        if row is None:
            raise Problem("no-encontrado")
        return only(dict(self.serializer_class(row).data), asked.get("fields"))


def _institutions(editions: Sequence[Edition]) -> dict[str, Any]:
    """Each institution as its newest edition names it."""
    found: dict[str, Any] = {}
    for edition in editions:
        institution = published(edition).ledger.institution
        found.setdefault(institution.slug, institution)
    return found


class InstitutionList(_List):
    serializer_class = shapes.InstitutionSerializer
    order = Order(lambda institution: (institution.slug,), (text,))

    def rows(self, editions: Sequence[Edition]) -> Iterable[Any]:
        return _institutions(editions).values()


class InstitutionDetail(_Detail):
    serializer_class = shapes.InstitutionSerializer

    def row(self, editions: Sequence[Edition], key: str) -> Any:
        return _institutions(editions).get(key)


class AccountList(_List):
    serializer_class = shapes.AccountSerializer
    order = Order(lambda shelf: (-shelf.year,), (whole,))

    def rows(self, editions: Sequence[Edition]) -> Iterable[Any]:
        return map(published, editions)


class AccountDetail(_Detail):
    serializer_class = shapes.AccountSerializer

    def row(self, editions: Sequence[Edition], key: str) -> Any:
        found = (each for each in editions if str(each.account.account_year) == key)
        edition = next(found, None)
        return published(edition) if edition else None


class EditionList(_List):
    """Every edition, the newest first: also those that another one corrected."""

    query_class = EditionQuery
    serializer_class = shapes.EditionSerializer
    order = NEWEST

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        rows = Edition.objects.select_related("account")
        return list(rows.filter(account__account_year=asked["year"]) if "year" in asked else rows)

    def rows(self, editions: Sequence[Edition]) -> Iterable[Any]:
        return editions


class EditionDetail(_Detail):
    serializer_class = shapes.EditionSerializer

    def subject(self, asked: Mapping[str, Any], **kwargs: Any) -> list[Edition]:
        edition = edition_with_id(kwargs["key"])
        if edition is None:
            raise Problem("no-encontrado")
        return [edition]

    def row(self, editions: Sequence[Edition], key: str) -> Any:
        return editions[0]


class RegionList(_List):
    serializer_class = shapes.RegionSerializer
    order = Order(lambda region: (REGIONS.index(region),), (whole,))

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        return []

    def rows(self, editions: Sequence[Edition]) -> Iterable[Any]:
        return REGIONS


class RegionDetail(_Detail):
    serializer_class = shapes.RegionSerializer

    def subject(self, asked: Mapping[str, Any], **_: Any) -> list[Edition]:
        return []

    def row(self, editions: Sequence[Edition], key: str) -> Any:
        return BY_CODE.get(key)
