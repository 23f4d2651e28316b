"""static/js/proof.js in a real browser, under the portal's own policy."""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs

import altcha
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from playwright.sync_api import Browser, Page, Route, expect

from participation.robots import PROOF, _secret, robot_fields

SITE = "https://portal.invalid/"  # a secure context: crypto.subtle exists; nothing leaves
POLICY = "default-src 'none'; script-src 'self'; form-action 'self'"
SCRIPT = settings.BASE_DIR / "static" / "js" / "proof.js"


def form_page() -> str:
    robot = robot_fields("ask", now=datetime.now(tz=UTC))
    return format_html(
        '<!doctype html><html lang="es"><title>Preguntar</title>'
        '<script src="/proof.js" defer></script><form method="post" action="/enviar/"'
        ' data-proof-challenge="{}" data-proof-field="{}">{}<textarea name="texto"></textarea>'
        '<button name="paso" value="enviar">Enviar</button></form></html>',
        robot.challenge,
        robot.proof_name,
        render_to_string("components/robot_fields.html", {"robot": robot}),
    )


@pytest.fixture
def sent() -> list[dict[str, list[str]]]:
    """What the form sent, one dict a request."""
    return []


@pytest.fixture
def page(chromium: Browser, sent: list[dict[str, list[str]]]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        if route.request.url.endswith("/proof.js"):
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        elif route.request.method == "POST":
            body = route.request.post_data or ""
            sent.append(parse_qs(body, keep_blank_values=True))
            route.fulfill(body="<title>Listo</title>", content_type="text/html")
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=form_page(), content_type="text/html", headers=headers)

    context = chromium.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda wrong: troubles.append(str(wrong)))
    page.goto(SITE)
    yield page
    context.close()
    assert troubles == []


def is_proof(text: str) -> bool:
    return bool(altcha.verify_solution(text, _secret()).verified)


def test_the_proof_is_ready_while_the_person_writes(
    page: Page, sent: list[dict[str, list[str]]]
) -> None:
    page.locator("textarea").fill("¿Cuánto se gastó?")
    expect(page.locator(f"[name={PROOF}]")).not_to_have_value("")

    page.locator("button").click()
    page.wait_for_url("**/enviar/")

    assert len(sent) == 1
    assert is_proof(sent[0][PROOF][0])
    assert sent[0]["paso"] == ["enviar"]


def test_whoever_sends_at_once_waits_a_moment_and_sends_once(
    page: Page, sent: list[dict[str, list[str]]]
) -> None:
    page.evaluate(
        "() => { const b = document.querySelector('button'); b.click(); b.click(); b.click(); }"
    )
    page.wait_for_url("**/enviar/")

    assert len(sent) == 1
    assert is_proof(sent[0][PROOF][0])
    assert sent[0]["paso"] == ["enviar"]


def test_whoever_only_reads_works_nothing(page: Page) -> None:
    page.wait_for_timeout(600)

    assert page.input_value(f"[name={PROOF}]") == ""


def test_the_page_answers_while_it_works(page: Page) -> None:
    page.evaluate(
        """() => {
            const form = document.forms[0], derive = crypto.subtle.deriveBits.bind(crypto.subtle);
            const endless = JSON.parse(form.dataset.proofChallenge);
            endless.parameters.keyPrefix = "none is like this";
            form.dataset.proofChallenge = JSON.stringify(endless);
            window.tried = 0;
            crypto.subtle.deriveBits = (...all) => { window.tried += 1; return derive(...all); };
        }"""
    )

    page.locator("textarea").focus()
    page.wait_for_function("window.tried > 2")
    page.keyboard.type("¿Cuánto?")

    assert page.input_value("textarea") == "¿Cuánto?"
    tried = page.evaluate("window.tried")
    page.wait_for_function("before => window.tried > before", arg=tried)  # it was still at work


def test_a_challenge_that_cannot_be_solved_holds_nobody_up(
    page: Page, sent: list[dict[str, list[str]]]
) -> None:
    page.evaluate("() => { document.forms[0].dataset.proofChallenge = '{'; }")

    page.locator("button").click()
    page.wait_for_url("**/enviar/")

    assert sent[0][PROOF] == [""]


def test_the_solution_is_what_the_server_would_find(page: Page) -> None:
    page.locator("textarea").focus()
    expect(page.locator(f"[name={PROOF}]")).not_to_have_value("")

    parts = json.loads(b64decode(page.input_value(f"[name={PROOF}]")))
    own = altcha.solve_challenge(altcha.Challenge.from_dict(parts["challenge"]))

    assert own is not None
    assert (own.counter, own.derived_key) == (
        parts["solution"]["counter"],
        parts["solution"]["derivedKey"],
    )
