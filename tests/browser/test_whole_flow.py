"""From a question about a figure to the edition that corrects it, in the demonstration itself.

A real browser, the portal's own server, worker and mail: what a newcomer could do by hand.
"""

import email
import email.policy
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cuenta.local import Place, Servers, processes
from tests.cuenta.demo import Demo, copy_tree, free_port
from tests.cuenta.local.conftest import discard

pytestmark = pytest.mark.slow
FIGURE, KEY = "asociativos-total-organizaciones", "emergencia-texto-transferencias"
AUTHOR = "flujo@demo.invalid"
ANSWER = "Las cinco filas suman 547: el total se corrige en la próxima edición. (Prueba.)"


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    folder = Path(tempfile.mkdtemp(prefix="cuenta flujo "))
    folder.chmod(0o755)
    running = Demo(copy_tree(folder), free_port())
    yield running.ready()
    running.interrupt()
    discard(Servers(Place(folder)))
    shutil.rmtree(folder, ignore_errors=True)


class Walk:
    """Browsers of several people at one demonstration."""

    def __init__(self, demo: Demo, chromium: Browser) -> None:
        self.demo, self.chromium = demo, chromium
        self.base = f"http://127.0.0.1:{demo.port}"
        passwords = demo.checkout / "var" / "local" / "demo-users.json"
        self.passwords = json.loads(passwords.read_text())

    def page(self) -> Page:
        page = self.chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(60_000)
        return page

    def signed_in(self, who: str) -> Page:
        page = self.page()
        page.goto(f"{self.base}/admin/")
        page.fill("[name=username]", f"{who}@demo.invalid")
        page.fill("[name=password]", self.passwords[f"{who}@demo.invalid"])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page

    def at_filing(self, who: str, folio: str) -> Page:
        page = self.signed_in(who)
        page.goto(f"{self.base}/admin/participation/submission/?tab=all&q={folio}")
        if "/change/" not in page.url:
            page.click(f"table tr:has-text('{folio}') a >> nth=0")
        expect(page.locator("h1")).to_contain_text(folio)
        return page

    def mail(self, kind: str) -> str:
        """The text of the last letter of that kind to the author, once the worker has sent it."""
        folder = self.demo.checkout / "var" / "mail"

        def sent() -> list[Path]:
            found = sorted(folder.glob(f"*_{kind}_*.eml"))
            return [path for path in found if AUTHOR in path.read_text()]

        assert processes.wait_until(lambda: bool(sent()), seconds=120), f"no {kind} for {AUTHOR}"
        letter = email.message_from_bytes(sent()[-1].read_bytes(), policy=email.policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


def test_question_ends_in_a_corrected_edition(demo: Demo, chromium: Browser) -> None:
    walk = Walk(demo, chromium)

    folio = _ask(walk)
    _admit_and_assign(walk, folio)
    _answer(walk, folio)
    _correct_and_publish(walk)

    page = walk.page()
    page.goto(f"{walk.base}/cuentas/2022/cifras/{FIGURE}/")
    expect(page.locator("main")).to_contain_text("547")
    expect(page.locator("main")).to_contain_text(folio)
    page.goto(f"{walk.base}/participacion/{folio}/")
    expect(page.locator("main")).to_contain_text("La edición 2 de la cuenta lo corrige")


def _ask(walk: Walk) -> str:
    page = walk.page()
    page.goto(f"{walk.base}/cuentas/2022/cifras/{FIGURE}/")
    page.click("text=Preguntar por esta cifra")
    page.click("text=Comenzar")
    page.check("[name=kind][value=question]")
    page.click("button:has-text('Seguir')")
    page.fill("[name=text]", "¿Cuál es el total correcto, 416 o 547? Sumé la columna y no me da.")
    expect(page.locator("main")).to_contain_text("Ya lo preguntaron")  # found while writing
    page.click("button:has-text('Seguir')")
    page.click("button:has-text('Seguir')")
    page.fill("[name=email]", AUTHOR)
    page.click("button:has-text('Seguir')")
    page.wait_for_timeout(4_000)  # a person reads before sending; who does not is taken for a robot
    page.click("button:has-text('Enviar')")
    found = re.search(r"http://\S+/confirmar/\S+", walk.mail("confirm_address"))
    assert found is not None
    page.goto(found[0])
    page.click("main button")
    expect(page.locator("h1")).to_contain_text("Recibimos su consulta")
    folio = re.search(r"CPP-2022-\d{6}-[0-9K]", page.locator("main").inner_text())
    assert folio is not None
    assert folio[0] in walk.mail("receipt")
    return folio[0]


def _admit_and_assign(walk: Walk, folio: str) -> None:
    page = walk.at_filing("modera", folio)
    page.click("text=Admitir y publicar")
    page.click("main form button >> nth=0")
    page.click("text=Asignar a una unidad")
    page.select_option("[name=unit]", label="Unidad de Operaciones (demostración)")
    page.click("main form button >> nth=0")
    expect(page.locator("main")).to_contain_text("Asignada")


def _answer(walk: Walk, folio: str) -> None:
    page = walk.at_filing("redacta", folio)
    page.select_option("[name=effect]", "corrects")
    page.fill("[name=text] >> nth=0", ANSWER)
    page.click("text=Guardar y enviar a revisión")
    expect(page.locator("main")).to_contain_text("En revisión")
    page = walk.at_filing("revisa", folio)
    page.click("text=Dar el visto bueno jurídico")
    page.click("main form button >> nth=0")
    page = walk.at_filing("firma", folio)
    page.click("text=Firmar y publicar")
    page.check("main form [type=checkbox]")
    page.click("main form button >> nth=0")
    expect(page.locator("main")).to_contain_text("Respondida")
    assert "el total se corrige" in " ".join(walk.mail("answered").split())


def _correct_and_publish(walk: Walk) -> None:
    """What both answers promised is corrected by one person and published by another."""
    page = walk.signed_in("datos")
    for key, value in ((FIGURE, "547"), (KEY, "495")):
        page.goto(f"{walk.base}/admin/programs/result/?q={key}")
        page.click("#result_list tbody th a")
        page.fill("[name=amount]", value)
        page.fill("[name=literal]", value)
        page.click("[name=_save]")
    account = f"{walk.base}/admin/programs/publicaccount/1"
    page.goto(f"{account}/preparar/")
    page.click("main form button >> nth=0")
    expect(page.locator("main")).not_to_contain_text("Falta corregir")
    page = walk.signed_in("publica")
    page.goto(f"{account}/publicar/")
    page.fill("[name=reason]", "Se corrigen dos totales por los que preguntaron.")
    page.check("[name=understood]")
    page.click("main form button >> nth=0")
    expect(page.locator("main")).to_contain_text("La edición 2 está publicada", timeout=180_000)
