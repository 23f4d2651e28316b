"""The API's list of 60 results, against a bare DRF view of the same rows and fields.

Both answer in this process, without a server between: ours with all that stands in front of it
(middleware, limits, the check of the address), the bare one with nothing but DRF: a ListAPIView of
the draft's table, the related rows joined, pages by offset. Two costs are told: processor of this
process and of its connection to PostgreSQL, which other work on the machine moves little; and time
by the wall.
"""

import time
from collections.abc import Callable
from typing import Any

from running import load_now, median, portal, publish, record

ROWS = 60
ROUNDS, REQUESTS = 9, 60
OURS, BARE = "/api/v1/results/?limit=60", "/results/?limit=60"


def main() -> None:
    load = load_now()
    with portal():
        from accounts import explained, seed
        from questions import _processor

        publish(explained(seed()))
        _let_everyone_read()
        ours, bare = _handler_of_ours(), _bare_handler()
        etag = _headers(ours(OURS))["ETag"]
        ways: dict[str, Callable[[], Any]] = {
            "bare DRF view": lambda: bare(BARE),
            "the API": lambda: ours(OURS),
            "the API, 304": lambda: ours(OURS, HTTP_IF_NONE_MATCH=etag),
        }
        _check(ways)
        costs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(ROUNDS):  # by turns, so that what else the machine does falls on all
            for name, ask in ways.items():
                costs[name].append(_cost(ask, _processor))
    record("api", [_row(name, costs[name], costs["bare DRF view"]) for name in ways], load)


def _cost(ask: Callable[[], Any], processor: Callable[[], float]) -> tuple[float, float]:
    """Seconds of processor and by the wall of one request."""
    spent, began = processor(), time.perf_counter()
    for _ in range(REQUESTS):
        ask()
    return (processor() - spent) / REQUESTS, (time.perf_counter() - began) / REQUESTS


def _row(
    name: str, costs: list[tuple[float, float]], bare: list[tuple[float, float]]
) -> dict[str, Any]:
    cpu, wall = (median([each[place] for each in costs]) for place in (0, 1))
    bare_cpu, bare_wall = (median([each[place] for each in bare]) for place in (0, 1))
    return {
        "what": name,
        "cpu ms": round(1_000 * cpu, 2),
        "wall ms": round(1_000 * wall, 2),
        "a second, by processor": round(1 / cpu),
        "of bare, by processor": round(bare_cpu / cpu, 2),
        "of bare, by the wall": round(bare_wall / wall, 2),
    }


def _let_everyone_read() -> None:
    """The limit counts as always and lets thousands through."""
    from participation.models import Limit

    Limit.objects.filter(action="read").update(count=10_000_000)


def _check(ways: dict[str, Callable[[], Any]]) -> None:
    """Both say as many rows, and both say the values of the same figures."""
    import json

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    bare = json.loads(ways["bare DRF view"]().content)["results"]
    ours = json.loads(ways["the API"]().content)["results"]
    assert len(bare) == len(ours) == ROWS
    assert len(bare[0]) >= len(ours[0]) - 4, (sorted(bare[0]), sorted(ours[0]))
    assert ways["the API, 304"]().status_code == 304
    for name, ask in ways.items():  # the related rows of the bare one are joined, not asked for
        with CaptureQueriesContext(connection) as seen:
            ask()
        assert len(seen) <= 3, (name, [query["sql"] for query in seen])


def _handler_of_ours() -> Callable[..., Any]:
    from django.core.handlers.wsgi import WSGIHandler

    return _asker(WSGIHandler())


def _asker(handler: Any) -> Callable[..., Any]:
    from django.test import RequestFactory

    factory = RequestFactory(SERVER_NAME="127.0.0.1")

    def ask(path: str, **more: str) -> Any:
        response = handler.get_response(factory.get(path, **more))
        response.close()
        return response

    return ask


def _headers(response: Any) -> Any:
    return response.headers


def _bare_handler() -> Callable[..., Any]:
    """DRF as its tutorial has it, and no middleware."""
    import sys
    from types import ModuleType

    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings
    from django.urls import path

    urls = ModuleType("bare_urls")
    urls.urlpatterns = [path("results/", _bare_view().as_view())]  # type: ignore[attr-defined]
    sys.modules["bare_urls"] = urls
    with override_settings(MIDDLEWARE=[]):
        handler = WSGIHandler()
    ask = _asker(handler)

    def with_its_own_addresses(path: str, **more: str) -> Any:
        with override_settings(ROOT_URLCONF="bare_urls"):
            return ask(path, **more)

    return with_its_own_addresses


def _bare_view() -> Any:
    from rest_framework import generics, pagination, serializers
    from rest_framework.permissions import AllowAny

    from programs.models import Result

    class ResultSerializer(serializers.ModelSerializer):
        account = serializers.IntegerField(source="account.account_year")
        product = serializers.CharField(source="product.slug", default="")
        program = serializers.CharField(source="program.slug", default="")
        chapter = serializers.CharField(source="chapter.slug", default="")
        table = serializers.CharField(source="row.table.slug", default="")
        row = serializers.CharField(source="row.key", default="")
        column = serializers.CharField(source="column.key", default="")
        source = serializers.CharField(source="source.slug")
        indicator = serializers.CharField(source="indicator.slug")
        region_name = serializers.CharField(source="region.short_name", default="")

        class Meta:
            model = Result
            fields = "__all__"

    class ResultList(generics.ListAPIView):
        queryset = Result.objects.select_related(
            "account", "product", "program", "chapter", "row__table", "column", "source",
            "indicator", "region",
        ).order_by("pk")  # fmt: skip
        serializer_class = ResultSerializer
        pagination_class = pagination.LimitOffsetPagination
        authentication_classes = ()
        permission_classes = (AllowAny,)
        throttle_classes = ()

    return ResultList


if __name__ == "__main__":
    main()
