"""`datapackage.json`: the account itself, and what each file holds, its bytes, rows and hash.

Frictionless readers check bytes, rows, hashes and types by it. Importing reads only `account`: who
edits a CSV by hand need not mend its hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from programs import licence
from programs.ledger import Figure, Ledger
from programs.package_dictionary import FILES, described, key_of
from programs.package_schema import RESOURCES, Resource, number_text

DESCRIPTOR = "datapackage.json"
TYPES = {
    "page": "integer", "highlight": "integer", "value": "number", "precision": "number",
    "is_total": "boolean", "explained_at": "datetime",
}  # fmt: skip


def descriptor(ledger: Ledger, files: Mapping[str, bytes], rows: Mapping[str, int]) -> bytes:
    """The description of a package with these files; `rows` by the name of each resource."""
    institution = ledger.institution
    added = sum((each.value for each in ledger.figures if each.value is not None), Decimal(0))
    value = {
        "profile": "tabular-data-package",
        "name": f"{institution.slug}-{ledger.account_year}",
        "title": f"{institution.short_name}: {ledger.title}",
        "licenses": [{"path": licence.PATH, "title": licence.TITLE}],
        "account": {
            "account_year": ledger.account_year,
            "management_year": ledger.management_year,
            "title": ledger.title,
            "summary": ledger.summary,
            "institution": asdict(institution),
        },
        "resources": [
            _resource(each, files[each.path], rows[each.name]) | _sums(each, added)
            for each in RESOURCES
        ],
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(resource: Resource, content: bytes, rows: int) -> dict[str, Any]:
    return {
        "name": resource.name,
        "path": resource.path,
        "description": FILES[resource.name],
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": rows,
        "schema": {
            "fields": [_field(resource.name, name) for name in resource.columns],
            "primaryKey": key_of(resource.name),
        },
    }


def _sums(resource: Resource, added: Decimal) -> dict[str, Any]:
    """The control sum of the figures: of every value, whatever its unit."""
    return {"sums": {"value": number_text(added)}} if resource.kind is Figure else {}


def _field(file: str, column: str) -> dict[str, str]:
    return {
        "name": column,
        "type": TYPES.get(column, "string"),
        "description": described(file, column),
    }
