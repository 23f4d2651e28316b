"""What each CSV holds, as CSV on the Web says it (W3C, 2015): names, titles, types and keys."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cuenta.downloads import Provenance
from programs import licence
from programs.formats import Sheet, json_bytes


class Described(NamedTuple):
    """A CSV by its address under the account, the sheet it was made from, and its key or none."""

    path: str
    sheet: Sheet
    key: str


def csvw(described: Iterable[Described], origin: Provenance) -> bytes:
    """`datos/csv-metadata.json`. Addresses are relative to it."""
    return json_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
            "dc:title": origin.account,
            "dc:publisher": origin.institution,
            "dc:source": origin.address,
            "dc:license": {"@id": licence.PATH},
            "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
            "tables": [_table(each) for each in described],
        }
    )


def _table(described: Described) -> dict[str, Any]:
    columns = [
        {
            "name": _name(field.name),
            "titles": field.name,
            "dc:description": ". ".join(part for part in (field.title, field.description) if part),
            "datatype": field.kind,
        }
        for field in described.sheet.fields
    ]
    schema: dict[str, Any] = {"columns": columns}
    if described.key:
        schema["primaryKey"] = [_name(described.key)]
    return {
        "url": f"../{described.path}",
        "dc:title": described.sheet.title,
        "tableSchema": schema,
    }


def _name(field: str) -> str:
    """A name that CSVW accepts."""
    return field.replace("-", "_")
