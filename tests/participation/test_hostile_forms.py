"""Every address that the public reads or sends to, attacked: the answer is never a fault of ours.

The addresses come from the URLconf and the names of the fields from forms, templates and views, so
that what is added tomorrow is attacked too. schemathesis attacks the API once there is one.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django import forms
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from participation import forms_public, urls
from participation.actions.drafts import save_draft, start_draft
from participation.models import AskDraft, Limit
from participation.pages.asking import STEPS
from participation.robots import HONEYPOT, TOKEN, time_token
from tests.hostile import HOSTILE
from tests.participation.asking import FIGURE, TEXT
from tests.participation.factories import NOW
from tests.participation.test_permission_matrix import ROWS, World
from tests.participation.test_permission_matrix import world as world

pytestmark = pytest.mark.django_db
BASE = Path(settings.BASE_DIR)
PATTERNS: dict[str, URLPattern] = {str(each.name): each for each in urls.urlpatterns}
MARK = "<script>alert(1)</script>"

# As they travel: bytes that are no text, that no column takes, that other layers would read.
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "nul": b"a\x00b",
    "half a character": b"\xed\xa0\x80",
    "no utf-8": b"\xff\xfe\xc3",
    "formula, markup, template": HOSTILE.encode(),
    "a line of a header": b"a\r\nSet-Cookie: x=1",
    "digits of other scripts": "²٣१".encode(),
    "a number without end": b"9" * 400,
    "a negative number": b"-1",
    "not a number": b"nan",
    "an instant that is none": b"9999-99-99T99:99:99",
    "the end of the calendar": b"9999-12-31",
    "json": b'{"$ne": null, "a": [1]}',
    "a way out of the folder": b"../../../etc/passwd",
    "an uuid": b"00000000-0000-0000-0000-000000000000",
    "base64 of a place": b"YXBveWFkYXN8MHww",
    "a million letters": b"a" * 1_000_000,
}
METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
BOUNDARY = "frontera"
PART = b'--frontera\r\nContent-Disposition: form-data; name="archivos"; filename="%s"\r\n'
ODD_BODIES: dict[str, tuple[str, bytes]] = {
    "no type": ("", b"text=hola"),
    "json": ("application/json", b'{"text": ["hola"]}'),
    "json that is none": ("application/json", b"{"),
    "xml": ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    "an unknown charset": ("application/x-www-form-urlencoded; charset=nada", b"text=%e1"),
    "a charset of two bytes": ("application/x-www-form-urlencoded; charset=utf-16", b"text=hola"),
    "a multipart without its frontier": ("multipart/form-data", b"--x\r\n"),
    "a multipart with an empty frontier": ("multipart/form-data; boundary=", b"--\r\n"),
    "a frontier that is not ASCII": ("multipart/form-data; boundary=\xf1", b"--\xf1\r\n"),
    "a multipart cut short": (f"multipart/form-data; boundary={BOUNDARY}", PART % b"a.pdf"),
    "an empty multipart": (f"multipart/form-data; boundary={BOUNDARY}", b""),
    "a file without a name": (
        f"multipart/form-data; boundary={BOUNDARY}",
        PART % b"" + b"Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--frontera--\r\n",
    ),
    "a file outside of its folder": (
        f"multipart/form-data; boundary={BOUNDARY}",
        PART % b"../../\x00\xff.pdf" + b"Content-Type: x\r\n\r\n%PDF-1.4\r\n--frontera--\r\n",
    ),
    "a file that says to be in base64": (
        f"multipart/form-data; boundary={BOUNDARY}",
        PART % b"a.pdf" + b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--frontera--\r\n",
    ),
    "a file where a text goes": (
        f"multipart/form-data; boundary={BOUNDARY}",
        PART.replace(b"archivos", b"text") % b"a.txt" + b"\r\nhola\r\n--frontera--\r\n",
    ),
    "more fields than anybody has": (
        "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(20_001)),
    ),
    "more than is read": ("application/x-www-form-urlencoded", b"text=" + b"a" * 6_000_000),
}  # fmt: skip
HEADERS = {
    "cookies": {"cookie": 'apoyo="\x7f; sessionid=\xff; csrftoken=' + "a" * 300},
    "conditions": {"if-none-match": '"', "if-modified-since": "ayer", "range": "bytes=9-1"},
    "where from": {"x-forwarded-for": "::::, 999.1.1.1, a" * 50, "sec-fetch-site": "\x00"},
    "languages": {"accept-language": "es;q=x," * 200, "accept": "*/*;q=;;"},
    "a foreign page": {"sec-fetch-site": "cross-site", "origin": "https://malo.invalid"},
}


def names_of_fields() -> list[str]:
    """Every name that a form, a template or a view of participation knows."""
    found = {name for form in _forms(forms.Form) for name in form.base_fields}
    found |= {name for form in _forms(forms_public.SubjectForm) for name in form.base_fields}
    for file in (BASE / "templates").glob("participation/**/*.html"):
        found |= set(re.findall(r'\bname="([\w-]+)"', file.read_text()))
    for file in (BASE / "participation").glob("**/*.py"):
        text = file.read_text()
        found |= set(re.findall(r'(?:GET|POST|FILES)(?:\.get|\.getlist)?[(\[]"([\w-]+)"', text))
        found |= set(re.findall(r'^[A-Z_]+ = "([a-z_]+)"', text, re.MULTILINE))
    return sorted(found | {"q", "orden", "despues", "borrador", "revisado"})


def _forms(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("participation.forms"):
            yield each
        yield from _forms(each)


FIELDS = names_of_fields()


def addresses(name: str, world: World) -> list[str]:
    """The addresses of that name that open something."""
    arguments = [ROWS[name].arguments(world)]
    if name == "ask-step":
        drafts = (world.draft, _whole_draft())
        arguments = [[draft, step.slug] for draft in drafts for step in STEPS]
    return [reverse(f"participation:{name}", args=each) for each in arguments]


def _whole_draft() -> str:
    """A draft to which nothing is missing, so that its last form really files."""
    draft = start_draft(about=FIGURE, now=NOW)
    save_draft(draft, typed={"kind": "question", "text": TEXT}, now=NOW)
    return str(draft.uid)


def wrong_addresses(name: str) -> Iterator[str]:
    """The address with each of VALUES where it names something."""
    route = str(PATTERNS[name].pattern)
    if "<" not in route:
        return
    for label, value in VALUES.items():
        if label != "a million letters":
            written = quote_from_bytes(value[:3_000], safe="")
            yield "/" + re.sub(r"<[^>]+>", lambda _, text=written: text, route)


class Attacker:
    """Sends, undoes what it did, and notes each answer that is a fault or repeats markup.

    An address that read nothing of what was sent is sent no other value: it would answer the same.
    """

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.faults: list[str] = []
        self._refused: set[tuple[str, str]] = set()  # methods that an address does not take
        self._deaf: set[tuple[str, str]] = set()
        self._problem: BaseException | None = None

    def tell(self, what: str, method: str, address: str, **more: Any) -> None:
        """Send a value, unless nothing there reads values."""
        place = method, address.partition("?")[0]
        if place not in self._deaf:
            answer = self.send(what, method, address, **more)
            if answer and answer.status_code < 500 and not _was_read(answer.wsgi_request):
                self._deaf.add(place)

    def takes(self, method: str, known: list[str]) -> bool:
        """Whether that method was not refused where these addresses are."""
        return any((method, each) not in self._refused for each in known)

    def send(self, what: str, method: str, address: str, **more: Any) -> Any:
        place = method, address.partition("?")[0]
        if place in self._refused:
            return None
        self._problem = None
        with self._listening(), transaction.atomic():
            answer = self.client.generic(method, address, **more)
            body = b"" if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.client.cookies.clear()
        if answer.status_code == 405:
            self._refused.add(place)
        if answer.status_code >= 500:
            self.faults.append(f"{method} {address[:90]}: {what}: {self._problem!r}"[:400])
        elif MARK.encode() in body:
            self.faults.append(f"{method} {address[:90]}: {what}: markup came back as it was sent")
        return answer

    @contextmanager
    def _listening(self) -> Iterator[None]:
        got_request_exception.connect(self._note)
        try:
            yield
        finally:
            got_request_exception.disconnect(self._note)

    def _note(self, **_: Any) -> None:
        self._problem = sys.exc_info()[1]


def _was_read(request: WSGIRequest) -> bool:
    """Whether anything looked at its query or at its body, which Django reads when asked."""
    if request.method == "GET":
        return "GET" in vars(request)
    return request._read_started or any(each in vars(request) for each in ("_post", "_body"))


FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def attacker(world: World, time_machine: Any) -> Attacker:
    """With limits that do not end the attack before it began."""
    time_machine.move_to(NOW, tick=False)
    Limit.objects.update(count=1_000_000)
    return Attacker()


def _all_fields(value: bytes, names: list[str] = FIELDS) -> str:
    return urlencode(dict.fromkeys(names, value))


# One test an address: the world that it needs is made once for all that it has to bear.
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_nothing_that_is_sent_is_a_fault(world: World, attacker: Attacker, name: str) -> None:
    known = addresses(name, world)
    for address in known:
        _type(attacker, address)
        _send_otherwise(attacker, address)
    for address in wrong_addresses(name):
        attacker.send("address", "GET", address)
        if attacker.takes("POST", known):
            attacker.send("address", "POST", address, data="a=1", content_type=FORM)

    assert attacker.faults == []


def _type(attacker: Attacker, address: str) -> None:
    """Each of VALUES in every field at once; also in a form that passes for a person's."""
    token = {TOKEN: time_token("ask", now=NOW - timedelta(minutes=1))}
    others = [each for each in FIELDS if each not in (*token, HONEYPOT)]
    for label, value in VALUES.items():
        if label == "a million letters":
            for field in ("text", "q"):
                sent = f"{field}={value.decode()}"
                attacker.tell(label, "POST", address, data=sent, content_type=FORM)
            continue
        sent = _all_fields(value)
        attacker.tell(label, "GET", f"{address}?{sent}")
        attacker.tell(label, "POST", address, data=sent, content_type=FORM)
        sent = f"{_all_fields(value, others)}&{urlencode(token)}"
        attacker.tell(f"{label}, in time", "POST", address, data=sent, content_type=FORM)


def _send_otherwise(attacker: Attacker, address: str) -> None:
    """Other types, headers and methods, and what comes twice where once was asked."""
    for label, (kind, body) in ODD_BODIES.items():
        attacker.tell(label, "POST", address, data=body, content_type=kind)
    for label, headers in HEADERS.items():
        attacker.send(label, "GET", address, headers=headers)
        attacker.send(label, "POST", address, headers=headers)
    for method in METHODS:
        attacker.send("method", method, address)
    many = "&".join(f"{field}=1&{field}=2&{field}[]=3" for field in FIELDS)
    attacker.send("twice", "GET", f"{address}?{many}")
    attacker.send("twice", "POST", address, data=many, content_type=FORM)


def test_what_is_sent_again_is_no_fault(world: World, attacker: Attacker) -> None:
    """Nothing is undone here: the second finds what the first left."""
    answers = {}
    for name in sorted(PATTERNS):
        for address in addresses(name, world):
            sent = {"text": TEXT, "email": "a@correo.invalid", "confirmar": "1",
                    TOKEN: time_token("ask", now=NOW - timedelta(minutes=1))}  # fmt: skip
            codes = [attacker.client.post(address, sent).status_code for _ in range(3)]
            codes.append(attacker.client.get(address).status_code)
            answers[address] = codes

    assert {address: codes for address, codes in answers.items() if max(codes) >= 500} == {}
    assert AskDraft.objects.filter(submission__isnull=False).count() <= 1 + len(STEPS)


@budget(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_text_of_anybody_is_a_fault(
    world: World, attacker: Attacker, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(PATTERNS)))
    text = st.text(max_size=60)
    typed = data.draw(st.dictionaries(st.sampled_from(FIELDS), text, max_size=6))
    sent = urlencode(
        {field: value.encode("utf-8", "surrogatepass") for field, value in typed.items()}
    )
    path = re.sub(
        r"<[^>]+>",
        lambda _: quote(data.draw(text.filter(bool)).encode("utf-8", "surrogatepass"), safe=""),
        str(PATTERNS[name].pattern),
    )

    for address in (*addresses(name, world), f"/{path}"):
        attacker.send(repr(typed), "GET", f"{address}?{sent}")
        attacker.send(repr(typed), "POST", address, data=sent, content_type=FORM)

    assert attacker.faults == []


def test_the_attack_knows_the_fields_of_every_form() -> None:
    assert {"text", "email", "kind", "folio", "key", "despues", "sobre", "quitar", TOKEN} <= set(
        FIELDS
    )
    assert len(FIELDS) < 200
