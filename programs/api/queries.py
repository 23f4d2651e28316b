"""What the address of a list may ask for: shape only. The same lines make the documentation.

A parameter that does not exist, that is empty or that comes twice is refused by its name: whoever
misspells `region` must not be given the whole country for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from programs.api.problems import Problem
from programs.published import EDITION_ID
from programs.regions import BY_SLUG, REGIONS

USUAL, MOST = 60, 200  # rows of a page
LONGEST_CURSOR = 400
MOST_VALUES = 50
NOTHING = "-"  # asks for what has none of that dimension
SLUG = r"^(-|[a-z0-9]+(-[a-z0-9]+)*)$"
UNKNOWN = "No existe aquí. Puede usar: {known}."
YEARS = {"min_value": "Escriba un año desde 1990.", "max_value": "Escriba un año hasta 2100."}
_EMPTY = {
    "blank": "Escriba un valor o quite el parámetro.",
    "null": "Escriba un valor o quite el parámetro.",
}


class Whole(serializers.IntegerField):
    """A whole number in plain digits."""

    def to_internal_value(self, data: Any) -> int:
        text = str(data)
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise serializers.ValidationError("Escriba un número entero, solo con cifras.")
        return int(super().to_internal_value(text))


class OneOf(serializers.ChoiceField):
    """One word of a list."""

    default_error_messages = {
        "invalid_choice": "Elija una de las opciones que admite.",
        "null": _EMPTY["null"],
    }

    def to_internal_value(self, data: Any) -> Any:
        if data == "":
            self.fail("null")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A few words."""

    default_error_messages = {
        **_EMPTY,
        "max_length": "Acórtelo: son {max_length} letras como máximo.",
    }


class Pattern(serializers.RegexField):
    """Letters of a certain shape; `invalid` says which."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "Revise cómo está escrito.",
        "max_length": "Acórtelo: son {max_length} letras como máximo.",
    }


class Several(serializers.ListField):
    """One value, or several separated by commas: any of them."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if data == "":
            raise serializers.ValidationError(_EMPTY["blank"])
        parts = str(data).split(",")
        if len(parts) > MOST_VALUES:
            raise serializers.ValidationError(f"Son {MOST_VALUES} valores como máximo.")
        assert self.child is not None  # noqa: S101 (every Several says of what)
        return [self.child.run_validation(part) for part in parts]


def slugs(help_text: str) -> Several:
    """A filter by keys; `-` is what has none."""
    child = Pattern(SLUG, max_length=120)
    return Several(child=child, required=False, help_text=help_text)


def choices(help_text: str, options: Iterable[str]) -> Several:
    """A filter by words of a list."""
    return Several(child=OneOf(choices=list(options)), required=False, help_text=help_text)


def regions(help_text: str) -> Several:
    """A filter by region: its CUT code, or its slug as the pages' addresses have it."""
    codes = [each.code for each in REGIONS]
    return choices(help_text, [NOTHING, *codes, *BY_SLUG])


class Query(serializers.Serializer):
    """The parameters of an address: none."""


class ListQuery(Query):
    """What every list understands."""

    limit = Whole(
        required=False, min_value=1, max_value=MOST,
        error_messages={
            "max_value": f"Son {MOST} filas como máximo por página.",
            "min_value": "Pida al menos una fila.",
        },
        help_text=f"Filas por página; {USUAL} si no se dice.",
    )  # fmt: skip
    cursor = Pattern(
        r"^[A-Za-z0-9_-]+$", required=False, max_length=LONGEST_CURSOR,
        help_text="Dónde sigue la lista: viene en `next` y `previous`; no lo arme a mano.",
    )  # fmt: skip
    fields = Pattern(  # type: ignore[assignment]
        r"^[a-z0-9_]+(,[a-z0-9_]+)*$", required=False, max_length=600,
        help_text="Solo estos campos de cada fila, separados por comas.",
    )  # fmt: skip


class FieldsQuery(Query):
    """What the address of one thing understands."""

    fields = Pattern(  # type: ignore[assignment]
        r"^[a-z0-9_]+(,[a-z0-9_]+)*$", required=False, max_length=600,
        help_text="Solo estos campos, separados por comas.",
    )  # fmt: skip


class EditionListQuery(ListQuery):
    """Which editions a list is of: the current one of every account where nothing is said."""

    year = Whole(
        required=False, min_value=1990, max_value=2100,
        help_text="Año de la cuenta: las filas de su edición vigente.",
        error_messages=YEARS,
    )  # fmt: skip
    edition = Pattern(
        rf"^{EDITION_ID.pattern}$", required=False,
        help_text="Una edición, por ejemplo `2022-1`: lo que dice esa, sea o no la vigente.",
        error_messages={"invalid": "Escriba el año y el número, como 2022-1."},
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "year" in attrs and "edition" in attrs:
            raise serializers.ValidationError(
                {"edition": "Elija entre el año y la edición: uno de los dos."}
            )
        return attrs


def read_query(
    query_class: type[Query], data: QueryDict, field_names: Sequence[str] = ()
) -> dict[str, Any]:
    """The parameters, typed; `fields` as a tuple of names.

    Raises:
        Problem: some parameter cannot be; each is named with what to do.
    """
    query = query_class(data=data.dict())
    known = list(query.fields)
    troubles = [
        (name, UNKNOWN.format(known=", ".join(known) or "ninguno"))
        for name in data
        if name not in known
    ]
    troubles += [
        (name, "Viene más de una vez: déjelo una sola.")
        for name, values in data.lists()
        if name in known and len(values) > 1
    ]
    if not query.is_valid():
        troubles += _said(query.errors)
    asked = {} if troubles else dict(query.validated_data)
    if "fields" in asked:
        asked["fields"] = tuple(dict.fromkeys(asked["fields"].split(",")))
        troubles += [
            ("fields", f"«{name}» no es un campo. Puede usar: {', '.join(field_names)}.")
            for name in asked["fields"]
            if name not in field_names
        ]
    if troubles:
        raise Problem("parametro-invalido", errors=troubles)
    return asked


def _said(errors: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each parameter with the first thing to do about it."""
    return [(name, _first(found)) for name, found in errors.items()]


def _first(found: Any) -> str:
    while isinstance(found, dict | list | tuple):
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return str(found)


def only(row: dict[str, Any], fields: Sequence[str] | None) -> dict[str, Any]:
    """The row, or the fields of it that were asked for, in the order asked."""
    return row if not fields else {name: row[name] for name in fields}
