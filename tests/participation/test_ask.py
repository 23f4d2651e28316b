"""«Preguntar por esta cifra»: what one asks about is quoted; hostile addresses get a clear page."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cuenta.pages.build import account_pages
from cuenta.pages.chrome import ask_href
from participation.forms import AskForm
from participation.models import AskDraft, Limit
from participation.subjects import subject_of
from programs.checks import run_checks
from programs.ledger import Ledger
from programs.models import Edition
from tests.hostile import hostile
from tests.ledgers import small_ledger, small_site

ROOT = "/cuentas/2022/ediciones/1/"


def ask(client: Client, about: str) -> HttpResponse:
    response: HttpResponse = client.get("/participar/", {"sobre": about})  # type: ignore[assignment]
    return response


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_figure_is_quoted_with_its_unit_place_and_edition(client: Client, edition: Edition) -> None:
    response = ask(client, f"{ROOT}cifras/pymes-texto-monto/")

    assert response.status_code == 200
    html = text_of(response)
    for said in ("Presupuesto de Fortalecimiento de las pymes", "MM$\xa069.857", "lámina 7"):
        assert said in html
    assert "Cuenta Pública Participativa 2022, edición 1" in html
    assert f'href="{ROOT}cifras/pymes-texto-monto/"' in html
    assert f'name="sobre" value="{ROOT}cifras/pymes-texto-monto/"' in html


def test_figure_without_value_is_quoted_with_its_note(client: Client, edition: Edition) -> None:
    html = text_of(ask(client, f"{ROOT}cifras/fondos-la-araucania-conadi-personas/"))

    assert "en proceso de selección" in html


def test_difference_is_quoted_with_its_sentence(client: Client, edition: Edition) -> None:
    html = text_of(ask(client, f"{ROOT}cuadratura/#suma-asociativos-beneficiarios"))

    assert "416" in html
    assert "547" in html


def test_every_page_of_the_account_can_be_asked_about() -> None:
    """The links the pages print are the addresses this page reads."""
    site = small_site()
    ledger = site.ledger

    for page in account_pages(site):
        if page.template:
            about = urlsplit(ask_href(site, page.path)).query.removeprefix("sobre=")
            form = AskForm({"sobre": about})
            assert form.is_valid(), about
            assert subject_of(ledger, form.cleaned_data["sobre"]["path"]), about


def test_every_check_can_be_asked_about() -> None:
    ledger = small_ledger()

    for outcome in run_checks(ledger):
        found = subject_of(ledger, "cuadratura/", outcome.slug)
        assert found is not None
        assert found.place == outcome.sentence


def test_without_an_address_one_asks_about_the_account_and_sees_who_else_to_call(
    client: Client, edition: Edition
) -> None:
    html = text_of(client.get("/participar/"))  # type: ignore[arg-type]

    assert f'name="sobre" value="{ROOT}"' in html
    assert 'href="https://ejemplo.invalid"' in html
    assert 'href="tel:+56212345678"' in html


@pytest.mark.django_db
def test_page_stands_before_anything_is_published(client: Client) -> None:
    response = client.get("/participar/")

    assert response.status_code == 200
    assert "Todavía no hay una cuenta publicada" in response.content.decode()
    assert "todavía no publica aquí sus datos de contacto" in response.content.decode()


@pytest.mark.parametrize(
    "about",
    [
        "\x00", "javascript:alert(1)", "//malo.invalid/", "https://malo.invalid/", "/admin/",
        "/cuentas/2022/cifras/x/", "/cuentas/2022/ediciones/1/../../admin/", "x" * 5000,
        "/cuentas/2022/ediciones/1/cifras/%00/", "/cuentas/2022/ediciones/1/cifras/<b>/",
        "/cuentas/٢٠٢٢/ediciones/1/", "/cuentas/2022/ediciones/99999/",
        "/cuentas/2022/ediciones/1/ci\nfras/", "' OR 1=1 --", "{{ 7|add:7 }}", "\ud800",
    ],
)  # fmt: skip
def test_address_that_is_not_of_an_edition_is_refused_with_a_clear_page(
    client: Client, edition: Edition, about: str
) -> None:
    response = client.get("/participar/", query_params={"sobre": about.encode("utf-8", "replace")})

    assert response.status_code == 400
    html = response.content.decode()
    assert "No encontramos lo que quiere preguntar" in html
    assert "malo.invalid" not in html


@pytest.mark.parametrize(
    "about",
    [
        "/cuentas/2022/ediciones/2/", "/cuentas/2021/ediciones/1/", "/cuentas/0000/ediciones/0/",
        f"{ROOT}cifras/no-existe/", f"{ROOT}capitulos/", f"{ROOT}otra/", f"{ROOT}cifras/a/b/",
        f"{ROOT}cuadratura/#no-existe", f"{ROOT}regiones/atlantida/", f"{ROOT}tablas/x/",
        f"{ROOT}programas/x/", f"{ROOT}productos/x/", f"{ROOT}capitulos/x/",
    ],
)  # fmt: skip
def test_address_that_was_never_published_is_not_found(
    client: Client, edition: Edition, about: str
) -> None:
    response = ask(client, about)

    assert response.status_code == 404
    assert "No encontramos lo que quiere preguntar" in text_of(response)


@given(st.text(max_size=700))
def test_any_text_is_an_address_of_an_edition_or_is_refused(about: str) -> None:
    form = AskForm({"sobre": about})

    if form.is_valid() and form.cleaned_data["sobre"] is not None:
        assert form.cleaned_data["sobre"][0].startswith("/cuentas/")


def test_hostile_account_is_quoted_as_words(
    client: Client, publish: Callable[[Ledger], Edition]
) -> None:
    ledger = small_ledger()
    chapters = tuple(hostile(chapter) for chapter in ledger.chapters)
    publish(replace(ledger, chapters=chapters, institution=hostile(ledger.institution)))

    html = text_of(ask(client, f"{ROOT}capitulos/genero/"))

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_reading_the_page_sets_no_cookie(client: Client, edition: Edition) -> None:
    response = ask(client, ROOT)

    assert not response.cookies


@pytest.mark.parametrize(("about", "status"), [("//malo.invalid/", 400), (f"{ROOT}otra/", 404)])
def test_no_draft_is_begun_about_what_was_not_published(
    client: Client, edition: Edition, about: str, status: int
) -> None:
    response = client.post("/participar/", {"sobre": about})

    assert response.status_code == status
    assert not AskDraft.objects.exists()


def test_drafts_without_end_from_one_connection_are_stopped_with_another_way(
    client: Client, edition: Edition
) -> None:
    Limit.objects.filter(slug="start-address").update(count=2)
    about = {"sobre": f"{ROOT}capitulos/genero/"}

    first, second, third = (client.post("/participar/", about) for _ in range(3))

    assert (first.status_code, second.status_code, third.status_code) == (302, 302, 429)
    assert int(third["Retry-After"]) > 0
    said = text_of(third)  # type: ignore[arg-type]
    for words in (
        "Espere un poco antes de comenzar otro",
        "en papel en una oficina",
        about["sobre"],
    ):
        assert words in said
    assert AskDraft.objects.count() == 2


def test_an_edition_is_read_once(
    client: Client, edition: Edition, django_assert_max_num_queries: Callable[..., object]
) -> None:
    ask(client, ROOT)

    # The edition, to say by when it would be answered (holidays, window and rule), and which is the
    # newest, whose sections the header has.
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        ask(client, f"{ROOT}cifras/pymes-texto-monto/")
