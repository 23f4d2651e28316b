"""Finding what was asked before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation import similar
from participation.actions.handling import withdraw_submission
from participation.actions.moderation import admit_submission
from participation.models import Submission
from participation.similar import similar_to
from programs.models import PublicAccount
from tests.factories import AccountFactory
from tests.hostile import HOSTILE
from tests.participation.factories import (
    MODERATOR,
    NOW,
    STEP,
    account_of_tests,
    received,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db

ASKED = "¿Cuántas ferias libres de la región recibieron fondos concursables el año pasado?"


def published(text: str, **overrides: object) -> Submission:
    return submission_at("admitted", text=text, email="", **overrides)


def found(text: str, account: PublicAccount | None = None, **more: object) -> list[Submission]:
    more.setdefault("public_only", True)
    return similar_to(text, account=account or account_of_tests(), **more)  # type: ignore[arg-type]


def test_the_same_question_in_other_words_is_found_without_accents() -> None:
    asked = published(ASKED)
    published("Los centros de negocios no abren los días sábado por la mañana.")

    assert found("quiero saber cuantos fondos concursables recibio mi feria libre") == [asked]


def test_a_misspelt_title_is_found() -> None:
    asked = published("Financiamiento de almacenes de barrio en zonas rurales")

    assert found("finanziamiento almacenes de varrio") == [asked]


def test_nothing_alike_is_nothing() -> None:
    published(ASKED)

    assert found("Horario de atención de la oficina de Punta Arenas") == []
    assert found("   ") == []


def test_what_is_not_public_is_found_by_staff_only() -> None:
    waiting = received(text=ASKED, email="")

    assert found(ASKED) == []
    assert found(ASKED, public_only=False) == [waiting]


def test_what_was_withdrawn_is_found_by_nobody() -> None:
    gone = published(ASKED)
    withdraw_submission(gone, now=NOW + 9 * STEP)

    assert found(ASKED) == []
    assert found(ASKED, public_only=False) == []


def test_another_account_is_not_looked_into() -> None:
    published(ASKED)

    assert found(ASKED, AccountFactory()) == []


def test_it_is_not_similar_to_itself_and_the_same_figure_comes_first() -> None:
    mine = received(text=ASKED, email="")
    other = published(ASKED)
    same = published("Cuántas ferias libres recibieron fondos concursables en esta región")
    Submission.objects.filter(pk__in=[mine.pk, same.pk]).update(figure="ferias-total")
    mine.refresh_from_db()

    assert found(ASKED, exclude=mine) == [same, other]
    assert found(ASKED, exclude=mine, limit=1) == [same]


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "\x00",
        "' | & ! :* \\ ( <-> )",
        "a\ud800b c",
        "%s %(x)s {x}",
        "\\'x\\' | \\",
        "x" * 9000,
    ],
)
def test_no_text_breaks_it(text: str) -> None:
    published(ASKED)

    assert found(text) == []


def test_it_asks_the_database_once_however_many_there_are() -> None:
    for number in range(4):
        published(f"{ASKED} Pregunta {number}")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = similar_to(ASKED, account=account_of_tests(), public_only=True)
        assert [row.title and row.get_state_display() and row.support_count for row in rows]

    assert len([each for each in queries if "WITH common" in each["sql"]]) == 1
    assert len(rows) == 4


def analyse() -> None:
    """What PostgreSQL does by itself now and then: since then it knows how common each word is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE participation_submission")


def test_among_few_filings_no_word_is_too_common() -> None:
    asked = published(ASKED)

    analyse()

    assert found("quiero saber cuantos fondos concursables recibio mi feria libre") == [asked]


def test_among_many_a_word_that_all_have_finds_none_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published(f"{ASKED} Vivo en un pueblo de la costa.")
    published(f"{ASKED} Vivo en una isla.")
    asked = published(f"{ASKED} Hablo de calefacción solar en talleres.")
    analyse()
    text = "fondos concursables para ferias: calefacción solar en talleres"
    assert len(found(text)) == 3

    monkeypatch.setattr(similar, "MANY", 3)
    monkeypatch.setattr(similar, "TOO_COMMON", 0.5)

    assert found(text) == [asked]


def test_a_better_title_is_searched_from_then_on() -> None:
    asked = received(text="Lo de siempre, ustedes saben cuál es el tema.", email="")
    title = "Subsidio de calefacción para talleres"
    admit_submission(asked, title=title, by=staff(MODERATOR), now=NOW + STEP)

    assert found("subsidios de calefacción en los talleres") == [asked]
