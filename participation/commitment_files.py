"""The commitments as files to take away: CSV and JSON in one stream each, Atom, a calendar.

Who in the unit has one in charge is not public, and is not here.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.db.models import Max

from participation.atom import ATOM, child
from participation.calendar_file import Entry, calendar_file
from participation.commitments_public import shown
from participation.links import absolute
from participation.models import Commitment, CommitmentChange, Milestone
from participation.models.commitments import CommitmentQuerySet
from participation.pages.commitment import (
    HAPPENED,
    LIST,
    due_of,
    hearing_address,
    status_of,
)
from participation.pages.commitments import FEED
from participation.pages.questions import address_of, day_of
from programs.models import Institution
from programs.spreadsheets.escaping import escaped

AT_ONCE = 200  # rows in memory
ENTRIES = 50
MOST_DAYS = 1_000  # entries of the calendar
COLUMNS = (
    "codigo", "cuenta", "compromiso", "unidad", "origen", "folio", "audiencia",
    "audiencia_direccion", "programa", "cifra", "prometido_el", "primera_fecha", "fecha", "estado",
    "atrasado", "terminado_el", "que_paso", "hitos", "hitos_hechos", "cambios", "direccion",
    "demostracion",
)  # fmt: skip


def csv_lines(rows: CommitmentQuerySet, today: date) -> Iterator[bytes]:
    """UTF-8, comma, CR LF; what a spreadsheet would run as a formula is escaped."""
    yield _line(COLUMNS)
    for row in rows_of(rows, today):
        yield _line([_cell(row[name]) for name in COLUMNS])


def json_lines(rows: CommitmentQuerySet, today: date) -> Iterator[bytes]:
    """One object with the rows, each on its line, with their milestones and changes."""
    yield b'{"compromisos": ['
    for number, row in enumerate(rows_of(rows, today, is_whole=True)):
        yield (b",\n" if number else b"\n") + json.dumps(row, ensure_ascii=False).encode()
    yield b"\n]}\n"


def rows_of(
    rows: CommitmentQuerySet, today: date, *, is_whole: bool = False
) -> Iterator[dict[str, Any]]:
    """In batches, so that memory stays flat: three statements each."""
    every: Any = shown(rows).order_by("-year", "-number").iterator(chunk_size=AT_ONCE)
    while some := tuple(islice(every, AT_ONCE)):
        steps: dict[int, list[Milestone]] = {}
        for step in Milestone.objects.filter(commitment__in=some).order_by("due_on", "position"):
            steps.setdefault(step.commitment_id, []).append(step)
        changes = _changes(some)
        for row in some:
            made = row_of(row, steps.get(row.pk, []), changes.get(row.pk, []), today)
            if not is_whole:
                made |= {"hitos": len(made["hitos"]), "cambios": len(made["cambios"])}
            yield made


def _changes(rows: tuple[Commitment, ...]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    changes = CommitmentChange.objects.filter(commitment__in=rows)
    for each in changes.select_related("edition__account", "milestone").order_by("pk"):
        edition = each.edition
        found.setdefault(each.commitment_id, []).append(
            {
                "fecha": day_of(each.at).isoformat(),
                "que_paso": HAPPENED.get(each.act, each.act),
                "hito": each.milestone.text if each.milestone else None,
                "era_para": _iso(each.old_due_on),
                "es_para": _iso(each.new_due_on),
                "se_dijo": each.said or None,
                "direccion": each.url or None,
                "edicion": f"{edition.account.account_year}-{edition.number}" if edition else None,
            }
        )
    return found


def row_of(
    row: Commitment, steps: list[Milestone], changes: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    """One commitment, by the names of COLUMNS; milestones and changes are lists."""
    return {
        "codigo": row.code,
        "cuenta": row.account.account_year,
        "compromiso": row.text,
        "unidad": row.unit.name,
        "origen": row.origin,
        "folio": row.submission.folio if row.submission else None,
        "audiencia": row.hearing_name or None,
        "audiencia_direccion": _web(hearing_address(row)),
        "programa": row.program or None,
        "cifra": row.figure or None,
        "prometido_el": day_of(row.promised_at).isoformat(),
        "primera_fecha": _iso(row.first_due_on),
        "fecha": _iso(row.due_on),
        "estado": row.state,
        "atrasado": row.is_overdue(today),
        "terminado_el": day_of(row.closed_at).isoformat() if row.closed_at else None,
        "que_paso": row.outcome or None,
        "hitos": [
            {
                "hito": step.text,
                "primera_fecha": _iso(step.first_due_on),
                "fecha": _iso(step.due_on),
                "hecho_el": _iso(step.done_on),
                "que_se_hizo": step.evidence or None,
                "direccion": step.evidence_url or None,
            }
            for step in steps
        ],
        "hitos_hechos": sum(step.done_on is not None for step in steps),
        "cambios": changes,
        "direccion": absolute(f"{LIST}{row.code}/"),
        "demostracion": row.is_demo,
    }


def feed_of(asked: Mapping[str, str], rows: CommitmentQuerySet, today: date) -> bytes:
    """The commitments that something happened to last (RFC 4287)."""
    last: Any = shown(rows).annotate(told_at=Max("changes__at"))
    found = list(last.order_by("-told_at", "-pk")[:ENTRIES])
    institution = Institution.objects.order_by("pk").first()
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "es-CL"})
    own = absolute(address_of(asked, FEED))
    child(root, "id", own)
    child(root, "title", f"{institution or 'Cuenta pública'}: compromisos")
    updated = found[0].told_at if found else datetime.fromtimestamp(0, UTC)
    child(root, "updated", updated.isoformat())
    child(child(root, "author"), "name", str(institution or "Cuenta pública"))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    page = absolute(address_of(asked, LIST))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for row in found:
        address = absolute(f"{LIST}{row.code}/")
        node = child(root, "entry")
        child(node, "id", address)
        child(node, "title", f"{row.code}: {row.text}")
        child(node, "updated", row.told_at.isoformat())
        child(node, "published", row.promised_at.isoformat())
        SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": address})
        due = f" Para el {due_of(row)}." if row.due_on else ""
        said = f"{status_of(row, today).word}. {row.unit.name}.{due}"
        child(node, "summary", said)
        if row.outcome:
            child(node, "content", row.outcome)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)


def ics_of(rows: CommitmentQuerySet) -> bytes:
    """The days of the commitments that are owed, and of their steps, to subscribe to."""
    host = urlsplit(settings.SITE_URL).hostname or "portal"
    owed = list(rows.open().filter(due_on__isnull=False).order_by("due_on", "pk")[:MOST_DAYS])
    steps = Milestone.objects.filter(
        commitment__in=rows.open().order_by().values("pk"), done_on__isnull=True
    )
    entries = [
        _entry(f"{row.code}@{host}", row.due_on, row.text, row.code) for row in owed if row.due_on
    ]
    entries += [
        _entry(
            f"{each.commitment.code}-{each.position}@{host}", each.due_on, each.text,
            each.commitment.code,
        )
        for each in steps.select_related("commitment").order_by("due_on", "pk")[:MOST_DAYS]
    ]  # fmt: skip
    changed = rows.aggregate(last=Max("changes__at"))["last"] or datetime.fromtimestamp(0, UTC)
    return calendar_file("Compromisos de la cuenta pública", entries, changed)


def _entry(uid: str, day: date, text: str, code: str) -> Entry:
    return Entry(uid, day, day, f"Vence {code}: {text}", text, absolute(f"{LIST}{code}/"))


def _web(address: str) -> str | None:
    return (absolute(address) if address.startswith("/") else address) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(cells: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return escaped(value) if isinstance(value, str) else str(value)
