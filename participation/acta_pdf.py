"""The PDF of an acta: tagged (PDF/UA-1), made by Typst from its words as data, never as markup.

The same content, signatures and instants give the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import typst
from django.conf import settings

from participation.acta_words import ActaText, acta_text
from participation.models import Acta
from participation.pdf_letters import drawable

_TEMPLATE = settings.BASE_DIR / "templates" / "reports" / "acta.typ"
CHAIR, SECRETARY = "Presidencia de la sesión", "Secretaría ejecutiva"


def acta_pdf(acta: Acta) -> bytes:
    """The PDF of an acta as it stands: a draft, which says so, until it is published."""
    at = acta.published_at or acta.written_at
    return render_pdf(words_of(acta), at=at, is_draft=acta.published_at is None)


def words_of(acta: Acta) -> ActaText:
    """The acta in words, with the signatures that it has."""
    signed = (
        (CHAIR, acta.signed_by_chair, acta.signed_by_chair_at),
        (SECRETARY, acta.signed_by_secretary, acta.signed_by_secretary_at),
    )
    return acta_text(
        acta.content, sha256=acta.sha256,
        signatures=[(office, who.full_name, at) for office, who, at in signed if who and at],
    )  # fmt: skip


def render_pdf(text: ActaText, *, at: datetime, is_draft: bool) -> bytes:
    """Typst's bytes. The words travel as JSON in one input, so that no letter of them is code."""
    data = json.dumps(as_drawn({**asdict(text), "is_draft": is_draft}), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs={"acta": data},
        pdf_standards="ua-1",
        ignore_system_fonts=True,  # the same letters on every machine
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def as_drawn(value: Any) -> Any:
    """The same values, each text with the letters that the font has."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Mapping):
        return {key: as_drawn(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_drawn(each) for each in value]
    return value
