"""The PDF of an acta: tagged, whole, the same each time; what people write is data in it."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from participation.acta_pdf import acta_pdf, render_pdf, words_of
from participation.acta_words import (
    ActaText,
    Attendee,
    BallotText,
    DissentText,
    ItemText,
    ObservationText,
    PlaceText,
    Signature,
    VoteLine,
)
from participation.pdf_letters import DRAWN, drawable
from tests.hostile import HOSTILE
from tests.participation.council import session_at

AT = datetime(2026, 6, 24, 15, 0, tzinfo=UTC)
TYPST = '#panic("x") #image("a.png") $x$ *b* _i_ `r` <l> @l \\ #sys.inputs = Título\n= H\n- l\n/* c'
STRANGE = "🎉 漢字 العربية \u202e\u200b\ue000 ñ á a\u0301 ﷺ \u0000 \u2028"


def text_with(words: str) -> ActaText:
    """An acta in which all that people write says `words`."""
    ballot = BallotText(
        "Aprobada", "4 votos a favor", "Bastaban 3.", "", (VoteLine(words, words, words, words),)
    )
    observation = ObservationText(
        "OBS-2026-001", True, words, words, words, (PlaceText(words, words),),
        (DissentText(words, words, words),), "0" * 64,
    )  # fmt: skip
    return ActaText(
        number=1, title=f"Acta {words}", institution=words, had_quorum=True, quorum=words,
        facts=((words, words),), attendance=(Attendee(words, words, words, words, True),),
        items=(ItemText(1, words, words, observation, (ballot,)),),
        signatures=(Signature(words, words, words),), sha256="0" * 64,
    )  # fmt: skip


def inside(pdf: bytes) -> bytes:
    """The PDF with its streams inflated."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_it_is_tagged_and_says_its_language_and_title() -> None:
    raw = inside(render_pdf(text_with("Palabras"), at=AT, is_draft=False))

    assert b"/StructTreeRoot" in raw
    assert b"/MarkInfo" in raw
    assert b"/Marked true" in raw
    assert b"pdfuaid:part" in raw
    assert b"/Lang" in raw
    assert b"es-CL" in raw
    tags = set(re.findall(rb"/S ?/(\w+)", raw))
    assert {b"Title", b"H1", b"H2", b"H3", b"P", b"Table", b"TH", b"TD", b"L", b"LI"} <= tags


@pytest.mark.parametrize("words", [HOSTILE, TYPST, STRANGE, "a" * 5_000, ""])
def test_what_people_write_is_never_markup(words: str) -> None:
    assert render_pdf(text_with(words), at=AT, is_draft=True).startswith(b"%PDF-")


def test_markup_arrives_as_the_letters_that_it_is() -> None:
    plain = len(inside(render_pdf(text_with("x"), at=AT, is_draft=False)))

    hostile = inside(render_pdf(text_with('#panic("x")'), at=AT, is_draft=False))

    assert len(hostile) > plain  # each letter of it was drawn; none of it ran


def test_the_same_acta_gives_the_same_bytes() -> None:
    first, again = (render_pdf(text_with("Igual"), at=AT, is_draft=False) for _ in range(2))

    assert first == again


def test_a_point_without_votes_or_a_session_without_signatures_has_its_pdf() -> None:
    bare = replace(
        text_with("Palabras"), items=(ItemText(1, "Varios", "", None, ()),), signatures=()
    )

    assert render_pdf(bare, at=AT, is_draft=True).startswith(b"%PDF-")


def test_every_letter_that_we_let_by_can_be_drawn() -> None:
    letters = "".join(
        drawable(chr(code)) for first, last in DRAWN for code in range(first, last + 1)
    )

    assert render_pdf(text_with(letters), at=AT, is_draft=False).startswith(b"%PDF-")


def test_a_letter_that_the_font_lacks_is_marked() -> None:
    assert drawable("año 🎉 a\u0301") == "año \ufffd á"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closed", "no_quorum", "signed"])
def test_each_acta_has_its_pdf(state: str) -> None:
    acta = session_at(state).acta

    made = acta_pdf(acta)

    assert made.startswith(b"%PDF-")
    assert len(words_of(acta).signatures) == (2 if state == "signed" else 0)
    if acta.pdf is not None:
        assert bytes(acta.pdf) == made
