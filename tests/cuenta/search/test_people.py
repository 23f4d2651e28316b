"""What people ask and are answered: found while anyone may read it, and not a moment longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cuenta.models import SearchDocument, SearchMark, SearchWord
from cuenta.search.index import catch_up
from cuenta.search.sources import questions
from cuenta.tasks import index_search
from participation.actions import handling, redaction
from participation.models import Commitment, Submission
from participation.redactions import Kind
from participation.register import seal_everything
from programs.models import Edition
from tests.cuenta.search.conftest import titles
from tests.participation.factories import MODERATOR, NOW, staff, submission_at

pytestmark = pytest.mark.django_db
SECRET = "ornitorrinco"
WORDS = f"¿Por qué el {SECRET} de la feria costó lo que costó?"
LATER = NOW + timedelta(hours=8)


def _filed(edition: Edition, state: str, text: str = WORDS, **more: Any) -> Submission:
    return submission_at(state, account=edition.account, email="", text=text, **more)


def _tell() -> None:
    """The register is sealed and the index reads it, as the beat does."""
    seal_everything()
    index_search()


def test_a_question_is_found_once_it_is_published(edition: Edition, ask: Any) -> None:
    question = _filed(edition, "admitted")
    _tell()

    row = ask(SECRET).rows[0]

    assert row.href == f"/participacion/{question.folio}/"
    assert row.kind == "Pregunta"
    assert str(question.folio) in row.status


def test_an_answer_is_found_by_its_own_words(edition: Edition, ask: Any) -> None:
    _filed(edition, "answered", text="¿Cuánto costó el puente?", answer=f"Fue por el {SECRET}.")
    _tell()

    page = ask(SECRET)

    assert [row.kind for row in page.rows] == ["Respuesta"]
    assert "Respondida" in page.rows[0].status


def test_a_commitment_is_found_while_where_it_was_made_may_be_read(
    edition: Edition, ask: Any
) -> None:
    filing = _filed(edition, "answered", text="¿Y el puente?", effect="commits")
    made = Commitment.objects.get(submission=filing)
    word = made.text.split()[-1].strip(".")
    _tell()

    page = ask(word, tipo="compromiso")
    assert [(row.kind, row.href) for row in page.rows] == [
        ("Compromiso", f"/participacion/compromisos/{made.code}/")
    ]
    assert page.rows[0].status.startswith(f"{made.code} · Comprometido")
    assert Client().get("/buscar/", {"q": made.code.lower()}).status_code == 302
    Submission.objects.filter(pk=filing.pk).update(published_at=None, published_by=None)
    assert ask(word, tipo="compromiso").rows == ()


@pytest.mark.parametrize(
    "state", ["unconfirmed", "received", "mending", "not_admitted", "withdrawn", "in_review"]
)
def test_what_nobody_may_read_is_never_indexed(edition: Edition, ask: Any, state: str) -> None:
    text = WORDS if state != "in_review" else "¿Cuánto costó el puente?"
    more = {"answer": f"El {SECRET} costó más de lo previsto."} if state == "in_review" else {}
    _filed(edition, state, text, **more)
    _tell()
    catch_up(anew=True)

    assert ask(SECRET).rows == ()
    assert not SearchDocument.objects.filter(search=SECRET).exists()
    assert not SearchWord.objects.filter(word=SECRET).exists()


def test_what_is_withdrawn_is_not_found_even_before_the_index_knows(
    edition: Edition, ask: Any
) -> None:
    question = _filed(edition, "admitted")
    _tell()
    found = ask(SECRET).rows

    handling.withdraw_submission(question, now=LATER)
    late = ask(SECRET)
    misspelt = ask("ornitorinco")
    _tell()

    assert found
    assert late.rows == ()
    assert late.total == "0 resultados"
    assert misspelt.meant is None
    assert not SearchDocument.objects.filter(submission=question).exists()
    assert not SearchWord.objects.filter(word=SECRET).exists()


def test_what_is_reserved_is_not_found_even_before_the_index_knows(
    edition: Edition, ask: Any
) -> None:
    question = _filed(edition, "answered", answer="Costó lo que dice su contrato.")
    _tell()
    found = ask(SECRET).rows

    redaction.redact_submission(
        question, field="text", phrases=[(SECRET, Kind.OTHER)], by=staff(MODERATOR), now=LATER
    )
    late = ask(SECRET).rows
    _tell()
    after = ask(SECRET).rows

    assert found
    assert late == after == ()
    assert ask("contrato").rows
    assert not SearchWord.objects.filter(word=SECRET).exists()


def test_what_was_unpublished_behind_the_register_is_not_found_either(
    edition: Edition, ask: Any
) -> None:
    question = _filed(edition, "admitted")
    _tell()

    Submission.objects.filter(pk=question.pk).update(published_at=None, published_by=None)

    assert ask(SECRET).rows == ()


def test_who_wrote_is_never_found(edition: Edition, ask: Any) -> None:
    submission_at(
        "answered", account=edition.account, text="¿Cuánto costó el puente?",
        email=f"{SECRET}@correo.invalid", full_name=f"Rosa {SECRET}", organisation=SECRET,
        shown_name=f"Rosa {SECRET}",
    )  # fmt: skip
    _tell()
    catch_up(anew=True)

    assert ask(SECRET).rows == ()


def test_one_index_run_after_another_writes_nothing_new(edition: Edition) -> None:
    _filed(edition, "admitted")
    seal_everything()

    assert catch_up() == 1
    assert catch_up() == 0
    assert catch_up(anew=True) == SearchDocument.objects.count()


def test_a_filing_that_is_gone_leaves_the_index_when_all_is_read_again(
    edition: Edition, ask: Any
) -> None:
    question = _filed(edition, "admitted")
    _tell()
    Submission.objects.filter(pk=question.pk).update(published_at=None, published_by=None)

    catch_up(anew=True)

    assert not SearchDocument.objects.filter(group=question.folio).exists()


def test_an_observation_of_the_council_says_that_it_is_one(edition: Edition, ask: Any) -> None:
    filed = _filed(edition, "admitted")
    Submission.objects.filter(pk=filed.pk).update(kind=Submission.Kind.COUNCIL)
    catch_up(anew=True)

    assert [row.kind for row in ask(SECRET).rows] == ["Observación del Consejo"]
    assert ask(SECRET, tipo="observacion").rows
    assert ask(SECRET, tipo="pregunta").rows == ()


def test_what_is_long_is_read_in_parts_that_go_on_where_they_were_cut(
    edition: Edition, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "A_PART", 2)
    made = [_filed(edition, "admitted", f"¿Y el {SECRET} número {n}?") for n in range(5)]
    SearchMark.objects.filter(source="preguntas").update(mark=f"0~{made[0].pk}")

    catch_up()
    first = ask(SECRET).total
    catch_up(anew=True)

    assert first == "4 resultados"
    assert ask(SECRET).total == "5 resultados"
    assert SearchMark.objects.get(source="preguntas").mark == "0"


def test_what_people_say_can_be_narrowed_by_what_it_is_about(
    edition: Edition, ask: Any, client: Client
) -> None:
    _filed(edition, "admitted")
    other = _filed(edition, "admitted", f"¿Y el {SECRET} de Crece?")
    Submission.objects.filter(pk=other.pk).update(program="crece", about_region_id="16")
    catch_up(anew=True)

    assert titles(ask(SECRET, programa="crece")) == [other.title]
    assert titles(ask(SECRET, region="nuble")) == [other.title]
    assert len(ask(SECRET, tipo="pregunta").rows) == 2
