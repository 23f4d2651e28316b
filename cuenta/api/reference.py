"""The schema as a page: groups of addresses, each with what it takes and what it gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from cuenta.api.schema import schema
from programs.api.problems import KINDS

GROUPS = ("Comienzo", "La cuenta", "La participación", "Los plazos y el registro")
TYPES = MappingProxyType(
    {
        "string": "texto", "integer": "entero", "number": "número", "boolean": "sí o no",
        "object": "objeto", "null": "nada",
    }
)  # fmt: skip
FORMATS = MappingProxyType(
    {"uri": "dirección", "date": "fecha", "date-time": "instante", "uuid": "UUID"}
)
FEW = 8  # options that are shown one by one


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter or a field: its name, what kind of value it is, and what it means."""

    name: str
    kind: str
    words: str
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """An object within another, by the name of the field that holds it."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    title: str
    words: str
    parameters: tuple[Member, ...]
    sent: tuple[Member, ...]
    shapes: tuple[Shape, ...]
    statuses: str


@dataclass(frozen=True, slots=True)
class Group:
    anchor: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem; its anchor is what `type` leads to."""

    anchor: str
    status: int
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reference:
    groups: tuple[Group, ...]
    problems: tuple[ProblemKind, ...]


@lru_cache(maxsize=1)
def reference() -> Reference:
    """Everything the page tells, from the schema."""
    operations = list(_operations())
    groups = tuple(
        Group(f"grupo-{place}", title, tuple(each for tag, each in operations if tag == title))
        for place, title in enumerate(GROUPS, start=1)
    )
    problems = tuple(ProblemKind(anchor, kind.status, kind.title, kind.remedy)
                     for anchor, kind in KINDS.items())  # fmt: skip
    return Reference(groups, problems)


def _operations() -> Iterable[tuple[str, Operation]]:
    for path, methods in schema()["paths"].items():
        for method, told in methods.items():
            yield told["tags"][0], _operation(path, method, told)


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    responses = told["responses"]
    given = next(response for status, response in responses.items() if status.startswith("2"))
    body = next(iter(given.get("content", {}).values()), {}).get("schema", {})
    sent = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
    parameters = (_parameter(each) for each in told.get("parameters", ()))
    return Operation(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        words=told["description"],
        parameters=tuple(sorted(parameters, key=lambda each: not each.is_required)),
        sent=_members(_resolved(sent.get("schema", {}))),
        shapes=tuple(_shapes("", body)),
        statuses=", ".join(responses),
    )


def _parameter(told: Mapping[str, Any]) -> Member:
    kind, options = _kind(told["schema"])
    words = told.get("description", "")
    return Member(told["name"], kind, words, options, bool(told.get("required")))


def _shapes(name: str, told: Mapping[str, Any]) -> Iterable[Shape]:
    """The object and those within it; of a page of a list, its rows."""
    found = _resolved(told)
    properties = found.get("properties", {})
    if {"next", "previous", "results"} <= set(properties):
        yield from _shapes(name, properties["results"]["items"])
        return
    yield Shape(name, _members(found))
    for key, inner in properties.items():
        inside = _object_in(inner)
        if inside.get("properties"):
            yield from _shapes(f"{name}.{key}" if name else key, inside)


def _object_in(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an object or a list of objects is made of."""
    found = _resolved(told)
    return _resolved(found["items"]) if found.get("type") == "array" else found


def _members(told: Mapping[str, Any]) -> tuple[Member, ...]:
    required = told.get("required", ())
    return tuple(
        Member(name, *_told(each), is_required=name in required)
        for name, each in told.get("properties", {}).items()
    )


def _told(told: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    kind, options = _kind(told)
    return kind, told.get("description", ""), options


def _kind(told: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """In words, with the options where it is one of a few."""
    found = _resolved(told)
    kind = found.get("type", "object")
    kinds = kind if isinstance(kind, list) else [kind]
    if "array" in kinds:
        inner, options = _kind(found["items"])
        return f"lista de {inner}", options
    words = " o ".join(TYPES[each] for each in kinds)
    if found.get("format") in FORMATS:
        words = FORMATS[found["format"]] + (" o nada" if "null" in kinds else "")
    options = tuple(str(each) for each in found.get("enum", ()) if each not in ("", None))
    return words, options if len(options) <= FEW else (*options[:FEW], "…")


def _resolved(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference refers to, and the only one of several that is not nothing."""
    for key in ("allOf", "oneOf", "anyOf"):
        if key in told:
            real = [each for each in told[key] if each.get("type") != "null"]
            return _resolved(real[0])
    if "$ref" in told:
        name = told["$ref"].rsplit("/", 1)[-1]
        found: Mapping[str, Any] = schema()["components"]["schemas"][name]
        return found
    return told
