"""The rules of the terms, and how the institution keeps them: each rate with its denominator."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers

from participation.api.queries import RateQuery, TermQuery
from participation.api.register_serializers import RateSerializer, TermSerializer
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import ClockRule, Submission, Window
from participation.pages.deadlines import Counts, Tally, tallies_of, tally_of
from programs.api.base import LiveView
from programs.api.cursors import Order, cut, text, whole
from programs.api.items import address
from programs.api.pages import envelope
from programs.api.problems import Problem
from programs.api.queries import USUAL, FieldsQuery, Query, only
from programs.models import Edition
from programs.published import current_editions

EVERY = "id"
CLOCKS = list(ClockRule.Clock.values)


def today_here(now: datetime) -> date:
    return now.astimezone(CHILE).date()


class FewRows(LiveView):
    """A list whose rows are few and lie in memory."""

    serializer_class: ClassVar[type[serializers.Serializer]]
    order: ClassVar[Order]

    def field_names(self) -> tuple[str, ...]:
        return tuple(self.serializer_class().fields)

    def rows(self, asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The rows, and what else their shape needs."""
        raise NotImplementedError

    def answer(self, asked: dict[str, Any], **_: Any) -> Any:
        rows, context = self.rows(asked)
        page = cut(rows, EVERY, self.order, asked.get("cursor", ""), asked.get("limit", USUAL))
        sent = [
            only(dict(self.serializer_class(row, context=context).data), asked.get("fields"))
            for row in page.rows
        ]
        return envelope(self.request, sent, page.next, page.previous)


class TermList(FewRows):
    query_class: type[Query] = TermQuery
    serializer_class = TermSerializer
    order = Order(
        lambda rule: (CLOCKS.index(rule.clock), rule.valid_from.isoformat()), (whole, text)
    )

    def rows(self, _asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        rules = list(ClockRule.objects.order_by("valid_from"))
        # The last one of each clock that began is the one that rules.
        today = today_here(timezone.now())
        in_force = {rule.clock: rule.pk for rule in rules if rule.valid_from <= today}
        return rules, {"in_force": frozenset(in_force.values())}


def counts_row(counts: Counts) -> dict[str, Any]:
    """A group of filings, with its rates."""
    return {
        "name": counts.name,
        "owed": counts.owed,
        "late": counts.late,
        "answered": counts.answered,
        "answered_late": counts.answered_late,
        "answered_in_time": rate(counts.answered, counts.all_answered),
        "overdue": rate(counts.late, counts.all_owed),
    }


def rate(part: int, whole: int) -> dict[str, Any]:
    """A part of a whole; no percentage of nothing."""
    return {"part": part, "of": whole, "percent": round(100 * part / whole, 1) if whole else None}


def _rate_row(edition: Edition, tally: Tally, window: Window | None) -> dict[str, Any]:
    year = edition.account.account_year
    return {
        "account": year,
        "url": address("rates", str(year)),
        "page": absolute("/participacion/plazos/"),
        "filed": tally.filed,
        "ended_otherwise": tally.ended_otherwise,
        "total": counts_row(tally.total),
        "units": [counts_row(unit) for unit in tally.units],
        "reception": window,
    }


def rate_rows(editions: Iterable[Edition]) -> list[dict[str, Any]]:
    """One row for each account that was published, in two queries."""
    accounts = [edition.account_id for edition in editions]
    # What the council filed has a term of its own and is counted apart.
    submissions = Submission.objects.of_people().filter(account__in=accounts)
    tallies: Mapping[int, Tally] = tallies_of(submissions, today_here(timezone.now()))
    windows = {each.account_id: each for each in Window.objects.filter(account__in=accounts)}
    nothing = tally_of(Submission.objects.none(), today_here(timezone.now()))
    return [
        _rate_row(edition, tallies.get(edition.account_id, nothing),
                  windows.get(edition.account_id))
        for edition in editions
    ]  # fmt: skip


class RateList(FewRows):
    query_class: type[Query] = RateQuery
    serializer_class = RateSerializer
    order = Order(lambda row: (-row["account"],), (whole,))

    def rows(self, _asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        return rate_rows(current_editions()), {}


class RateDetail(LiveView):
    query_class: type[Query] = FieldsQuery

    def field_names(self) -> tuple[str, ...]:
        return tuple(RateSerializer().fields)

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        editions = current_editions()
        wanted = [each for each in editions if str(each.account.account_year) == kwargs["key"]]
        if not wanted:
            raise Problem("no-encontrado")
        return only(dict(RateSerializer(rate_rows(wanted)[0]).data), asked.get("fields"))
