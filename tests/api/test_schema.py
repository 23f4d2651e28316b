"""The schema: valid, whole, the one that is kept, and in Spanish."""

import json
import re
from typing import Any

from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from cuenta.api.reference import GROUPS, reference
from cuenta.api.resources import resource_patterns
from cuenta.api.schema import schema, schema_text
from cuenta.management.commands.document_api import TARGET

METHODS = ("get", "post", "put", "patch", "delete")
ENGLISH = re.compile(r"\b(the|of|and|which|with|where|what)\b", re.IGNORECASE)


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, told)
        for path, methods in schema()["paths"].items()
        for method, told in methods.items()
    ]


def test_the_schema_is_valid_openapi_3_1_and_nothing_was_guessed() -> None:
    with GENERATOR_STATS.silence():
        schema.cache_clear()
        made = schema()

    validate_schema(made)
    assert made["openapi"] == "3.1.0"
    assert not GENERATOR_STATS


def test_the_schema_that_is_kept_is_the_one_of_the_code() -> None:
    assert TARGET.read_text() == schema_text(), "run: python3 manage.py local document_api"


def test_every_address_of_the_api_is_in_the_schema() -> None:
    told = {(path, method) for path, method, _ in _operations()}

    addresses = {
        (re.sub(r"<str:(\w+)>", r"{\1}", f"/api/v1/{pattern.pattern}"), method)
        for pattern in resource_patterns
        for method in METHODS
        if method in pattern.callback.view_class.http_method_names  # type: ignore[union-attr]
    }

    assert told == addresses


def test_everything_that_a_reader_meets_says_what_it_is_in_spanish() -> None:
    for path, method, told in _operations():
        assert told["summary"], (path, method)
        words = [told["summary"], told["description"]]
        words += [each.get("description", "") for each in told.get("parameters", [])]
        assert all(words), (path, method, words)
        assert told["tags"][0] in GROUPS
        assert not [each for each in words if ENGLISH.search(each)], (path, words)
    for name, shape in schema()["components"]["schemas"].items():
        for field, told in shape.get("properties", {}).items():
            said = str(told.get("description", ""))
            assert not ENGLISH.search(said), (name, field, said)
            assert not ENGLISH.search(str(shape.get("description", ""))), name


def test_an_answer_that_says_no_is_described_too() -> None:
    for path, method, told in _operations():
        refused = {status for status in told["responses"] if status.startswith("4")}
        assert "400" in refused, (path, method)
        for status in refused:
            assert list(told["responses"][status]["content"]) == ["application/problem+json"]


def test_the_schema_is_served_as_it_is_and_not_sent_twice() -> None:
    answer = Client().get("/api/v1/openapi.json")

    again = Client().get("/api/v1/openapi.json", headers={"if-none-match": answer["ETag"]})

    assert json.loads(answer.content) == schema()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


def test_the_page_tells_every_operation_once() -> None:
    anchors = [each.anchor for group in reference().groups for each in group.operations]

    assert sorted(anchors) == sorted(told["operationId"] for _, _, told in _operations())
