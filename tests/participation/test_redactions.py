"""What is hidden leaves nothing of itself; the rest stays as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.personal_data import Kind, find_personal_data
from participation.redactions import (
    NotThere,
    Piece,
    Span,
    describe,
    in_words,
    mark_of,
    marks_in,
    pieces_of,
    redact,
    spans_from,
    spans_of,
)

TEXT = "Soy Ana Pérez, escriba a ana@ejemplo.cl o al +56 9 8765 4321."


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(alphabet="aé ñ.,\u0301\u200d😀\n[]:", min_size=1) | st.text(min_size=1))
    if draw(st.booleans()):
        text = f"{text}{mark_of(draw(st.sampled_from(Kind)))}{text}"
    spans = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, draw(st.sampled_from(Kind))))
    return text, spans


def test_what_was_pointed_out_is_hidden_behind_its_mark() -> None:
    spans = spans_from(find_personal_data(TEXT))

    redacted = redact(TEXT, spans)

    assert redacted == "Soy Ana Pérez, escriba a [reservado: correo] o al [reservado: teléfono]."


def test_a_chosen_phrase_is_hidden_wherever_it_stands() -> None:
    text = "Ana  Pérez no; ANA\r\nPÉREZ sí; Ana Pérezcotapos tampoco."

    redacted = redact(text, spans_of(text, [("Ana Pérez", Kind.NAME)]))

    mark = "[reservado: nombre de un tercero]"
    assert redacted == f"{mark} no; {mark} sí; Ana Pérezcotapos tampoco."


def test_a_phrase_that_is_part_of_a_word_hides_the_whole_word() -> None:
    redacted = redact(TEXT, spans_of(TEXT, [("Pére", Kind.NAME)]))

    assert redacted.startswith("Soy Ana [reservado: nombre de un tercero], escriba")


@pytest.mark.parametrize("phrase", ["Eva", "ana@ejemplo.com", ".*", "Ana.Pérez"])
def test_a_phrase_that_is_not_there_is_told(phrase: str) -> None:
    with pytest.raises(NotThere, match=re.escape(f"El texto no contiene «{phrase}».")):
        spans_of(TEXT, [(phrase, Kind.NAME)])


@pytest.mark.parametrize("phrase", ["", "  \n"])
def test_an_empty_phrase_is_told(phrase: str) -> None:
    with pytest.raises(NotThere, match="Escriba las palabras"):
        spans_of(TEXT, [(phrase, Kind.NAME)])


def test_spans_that_overlap_become_one_with_the_reason_of_the_longest() -> None:
    spans = [Span(4, 13, Kind.NAME), Span(8, 39, Kind.OTHER), Span(25, 39, Kind.EMAIL)]

    assert redact(TEXT, spans) == "Soy [reservado: otro dato personal] o al +56 9 8765 4321."


def test_spans_that_only_touch_keep_a_mark_each() -> None:
    spans = [Span(1, 2, Kind.NAME), Span(0, 1, Kind.RUN)]

    assert redact("😀😀", spans) == "[reservado: RUN][reservado: nombre de un tercero]"


def test_an_accent_of_its_own_goes_with_its_letter() -> None:
    decomposed = "Pe\u0301rez si\u0301"

    assert redact(decomposed, [Span(0, 2, Kind.NAME)]) == f"{mark_of(Kind.NAME)} si\u0301"
    assert redact("e\u0301 x", [Span(0, 1, Kind.NAME)]) == f"{mark_of(Kind.NAME)} x"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, len(TEXT) + 1)])
def test_a_span_lies_within_its_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="within its text"):
        redact(TEXT, [Span(start, end, Kind.OTHER)])


def test_without_spans_nothing_changes() -> None:
    assert redact(TEXT, []) == TEXT


@given(texts_and_spans())
def test_nothing_hidden_stays_and_all_else_stays(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    hidden = {place for span in spans for place in range(span.start, span.end)}

    redacted = redact(text, spans)

    seen = "".join(piece.text for piece in pieces_of(redacted) if piece.hidden is None)
    kept = [character for place, character in enumerate(text) if place not in hidden]
    assert len(seen) <= len(kept)
    remaining = iter(kept)
    assert all(character in remaining for character in seen)  # in the same order
    for piece in pieces_of(redacted):
        assert piece.hidden is not None or piece.text in text  # and nothing between


@given(texts_and_spans())
def test_a_word_is_hidden_whole_or_not_at_all(given_: tuple[str, list[Span]]) -> None:
    _, spans = given_
    text = "casa ñandú María_2 pe\u0301rez lluvia sol"
    within = [span for span in spans if span.end <= len(text)]

    redacted = redact(text, within)

    seen = "".join(piece.text if piece.hidden is None else " " for piece in pieces_of(redacted))
    assert set(seen.split()) <= set(text.split())


@given(texts_and_spans())
def test_hiding_again_what_is_a_mark_changes_nothing(given_: tuple[str, list[Span]]) -> None:
    redacted = redact(*given_)
    marks = marks_in(redacted)

    inner = [Span(mark.start + 3, mark.end - 2, Kind.OTHER) for mark in marks]

    assert redact(redacted, marks) == redacted
    assert redact(redacted, inner) == redacted
    assert redact(redacted, [*marks, *inner]) == redacted


@given(texts_and_spans())
def test_a_mark_is_never_broken(given_: tuple[str, list[Span]]) -> None:
    redacted = redact(*given_)
    at = [place for place, _ in enumerate(redacted)][1::5]

    again = redact(redacted, [Span(place, place + 1, Kind.OTHER) for place in at])

    left = "".join(piece.text for piece in pieces_of(again) if piece.hidden is None)
    assert "reservado" not in left


def test_a_redacted_text_has_nothing_personal_left_to_point_out() -> None:
    redacted = redact(TEXT, spans_from(find_personal_data(TEXT)))

    assert find_personal_data(redacted) == ()


def test_a_redacted_text_is_cut_into_what_is_seen_and_the_marks() -> None:
    assert pieces_of("Soy [reservado: RUN].") == (
        Piece("Soy "),
        Piece("[reservado: RUN]", Kind.RUN),
        Piece("."),
    )
    assert pieces_of("[reservado: clave] y [reservado: RUN") == (
        Piece("[reservado: clave] y [reservado: RUN"),
    )
    assert pieces_of("") == ()


@given(texts_and_spans())
def test_the_pieces_make_the_text_again(given_: tuple[str, list[Span]]) -> None:
    redacted = redact(*given_)

    assert "".join(piece.text for piece in pieces_of(redacted)) == redacted


def test_the_register_counts_reasons_and_no_words() -> None:
    redacted = redact(TEXT, spans_from(find_personal_data(TEXT)))

    assert describe(redacted) == {"correo": 1, "teléfono": 1}
    assert describe("nada") == {}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({"correo": 1}, "1 correo"),
        ({"teléfono": 2, "correo": 1}, "1 correo y 2 teléfonos"),
        ({"RUN": 2, "dirección": 2, "correo": 1}, "2 RUN, 1 correo y 2 direcciones"),
        ({"otro dato personal": 3}, "3 otros datos personales"),
        ({"nombre de un tercero": 2}, "2 nombres de terceros"),
    ],
)  # fmt: skip
def test_counts_are_said_with_their_plural(counts: dict[str, int], words: str) -> None:
    assert in_words(counts) == words
