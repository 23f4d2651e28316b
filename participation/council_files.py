"""The public registry of the council as files: offices, organisations and days. Nothing else of
a person: no gender, no reason why somebody left, no address.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date

from participation.council_seats import held
from participation.models import Mandate
from participation.pages.council import rules_of
from programs.spreadsheets.escaping import escaped

COLUMNS = (
    "estamento", "organizacion", "persona", "cargo", "suplente_de", "renovacion", "desde",
    "hasta", "dejo_el", "en_ejercicio", "demostracion",
)  # fmt: skip
Cell = str | int | bool | None


def council_csv(today: date) -> bytes:
    """Every period, the newest first, as CSV: UTF-8, comma, lines that end in CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in _rows(today))
    return out.getvalue().encode()


def council_json(today: date) -> bytes:
    """The same with the rules in force and the day of which it speaks."""
    rules = [
        {"regla": each.name, "dice": each.says, "viene_de": each.citation,
         "decision_propia": each.is_own, "vigente_desde": each.since}
        for each in rules_of(today)
    ]  # fmt: skip
    whole = {"al": today.isoformat(), "periodos": list(_rows(today)), "reglas": rules}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _rows(today: date) -> Iterator[dict[str, Cell]]:
    rows = Mandate.objects.public().select_related("alternate_of__councillor")
    for each in rows.order_by("-starts_on", "-pk"):
        titular = each.alternate_of
        yield {
            "estamento": each.organisation.stratum.name,
            "organizacion": each.organisation.name,
            "persona": each.councillor.name,
            "cargo": each.get_role_display(),
            "suplente_de": titular.councillor.name if titular else None,
            "renovacion": each.renewal,
            "desde": each.starts_on.isoformat(),
            "hasta": each.ends_on.isoformat(),
            "dejo_el": each.left_on.isoformat() if each.left_on else None,
            "en_ejercicio": held(each).has(today),
            "demostracion": each.councillor.is_demo,
        }


def _cell(value: Cell) -> str:
    """As CSVW reads it: true and false, nothing for what is not there, and no formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return escaped(value) if isinstance(value, str) else str(value)
