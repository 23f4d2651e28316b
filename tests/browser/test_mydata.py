"""One's own data in a real browser: without JavaScript, at both widths, clean for axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.models import Person
from tests.browser.test_asking import Axe, is_well, portal_at, shot, visit  # noqa: F401
from tests.participation.conftest import publish  # noqa: F401 (a fixture)
from tests.participation.factories import EMAIL, received
from tests.participation.test_mydata import own, person_of, rich_filing


@pytest.mark.parametrize("width", [360, 1280])
def test_a_person_sees_corrects_and_erases_what_is_kept(
    visit: Callable[..., Page],  # noqa: F811
    axe: Axe,
    width: int,
) -> None:
    filing = rich_filing()
    received(email=EMAIL, text="¿Cuánto se gastó en difusión el año pasado en Aysén?")
    mine = person_of(filing)

    page = visit("/mis-datos/", width, scripts=True)
    is_well(page, axe)
    shot(page, "mydata-door")
    page.get_by_label("Correo electrónico").fill("rosa")
    page.get_by_role("button", name="Enviarme el enlace").click()
    expect(page.get_by_text("Falta la arroba")).to_be_visible()
    is_well(page, axe)
    page.get_by_label("Correo electrónico").fill("nadie@correo.cl")
    page.get_by_role("button", name="Enviarme el enlace").click()
    expect(page.locator("h1")).to_have_text("Revise su correo")
    is_well(page, axe)
    shot(page, "mydata-sent")

    page = visit(own(mine), width)
    is_well(page, axe)
    shot(page, "mydata-held")
    page.get_by_role("link", name=f"Corregir los datos de {filing.folio}").click()
    is_well(page, axe)
    shot(page, "mydata-correct")
    page.get_by_label("Organización").fill("Junta 15")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_have_text("Quedó corregido.")
    expect(page.get_by_text("Junta 15")).to_be_visible()
    page.get_by_role("button", name="No mostrar mi nombre").click()
    expect(page.get_by_role("status")).to_have_text("Ya no se muestra su nombre.")

    page.get_by_role("link", name="Borrar mis datos").click()
    is_well(page, axe)
    shot(page, "mydata-erase")
    page.get_by_role("button", name="Borrar mis datos").click()
    expect(page.locator("h1")).to_have_text("Sus datos se borraron")
    is_well(page, axe)
    shot(page, "mydata-erased")
    assert Person.objects.get().email_index is None
