"""What must not be seen × every place where anyone looks; and hostile words × every place.

Each hidden thing carries words that are nowhere else. Every public address is looked at, the mails,
the feeds and the printed files; a new address without its surface fails the first test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cuenta.press.printing import print_site
from cuenta.search.index import catch_up
from participation import urls
from participation.actions import answers, handling, moderation, notes, redaction
from participation.actions.council_invitations import invite_councillor
from participation.actions.council_notes import add_council_note
from participation.actions.council_writing import (
    begin_observation,
    propose_observation,
    save_observation,
)
from participation.actions.drafts import start_draft
from participation.actions.filing import About
from participation.actions.following import ask_to_follow, confirm_following
from participation.actions.hearing_questions import set_aside_question
from participation.digests import send_digests
from participation.emails import NothingToSay, render
from participation.keys import tracking_key
from participation.models import (
    AnswerReport,
    Attachment,
    Commitment,
    CouncilSession,
    Hearing,
    Message,
    Observation,
    Submission,
)
from participation.redactions import Kind
from participation.register import seal_everything
from participation.report.sections import SECTIONS
from participation.report.shapes import PAGED
from participation.room import Quoted, quoted_at
from programs.models import Edition, Institution, User
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.cuenta.test_hostile_pages import read
from tests.factories import AccountFactory
from tests.hostile import HOSTILE
from tests.participation import hearings
from tests.participation.council import council_of_tests, session_at, user_of
from tests.participation.council_replies import filing_of, reply_at
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    NOW,
    SECRETARY,
    SIGNER,
    WRITER,
    AttachmentFactory,
    staff,
    submission_at,
)
from tests.participation.limits import limits_off
from tests.participation.reports import report_of_tests

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=8)
SECRET = "ornitorrinco"
WORDS = f"¿Por qué el {SECRET} de la feria costó lo que costó?"
LIST = "/participacion/"


@dataclass
class World:
    """A published account, one question that is public, and who follows everything."""

    edition: Edition
    other: Submission
    press: Path
    client: Client = field(default_factory=Client)

    def filed(self, state: str, text: str = WORDS, **more: Any) -> Submission:
        figure = small_ledger().figures[0]
        about = About(
            edition=self.edition, path=f"cifras/{figure.key}/", kind="una cifra", title="Una",
            figure=figure.key, chapter=figure.chapter,
        )  # fmt: skip
        values: dict[str, Any] = {"account": self.edition.account, "email": "", "about": about}
        return submission_at(state, text=text, **{**values, **more})


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.PRESS_ROOT = tmp_path / "press"
    settings.MEDIA_ROOT = tmp_path / "media"
    limits_off()
    edition = publish(small_ledger(), now=NOW - timedelta(days=1))
    asked = ask_to_follow(email="sigue@correo.invalid", target="everything", value="", now=NOW)
    confirm_following(asked.uid, now=NOW)
    other = submission_at(
        "answered", account=edition.account, email="", text="¿Cuánto costó la otra feria?",
        effect="commits",
    )  # fmt: skip
    with time_machine.travel(LATER, tick=False):
        yield World(edition, other, tmp_path / "press")


# -- what is hidden: it is filed, and says which row it was


def _mending(world: World) -> Submission:
    one = world.filed("received")
    request = f"Diga de qué {SECRET} habla."
    return moderation.ask_to_mend(one, request=request, by=staff(MODERATOR), now=LATER)


def _withdrawn(world: World) -> Submission:
    return handling.withdraw_submission(world.filed("admitted"), now=LATER)


def _redacted(world: World) -> Submission:
    one = world.filed("admitted", shown_name=f"Rosa {SECRET}")
    for name in ("text", "shown_name"):  # what is reserved in the text is in its title too
        one = redaction.redact_submission(
            one, field=name, phrases=[(SECRET, Kind.OTHER)], by=staff(MODERATOR), now=LATER
        )
    return one


def _file(world: World) -> Submission:
    one = world.filed("admitted", text="¿Cuánto costó el puente?")
    AttachmentFactory(
        submission=one, name=f"{SECRET}.pdf", file=ContentFile(SECRET.encode(), name="x.pdf")
    )
    return one


def _answer(world: World) -> Submission:
    return world.filed("in_review", text="¿Cuánto costó el puente?",
                       answer=f"El {SECRET} costó mucho más de lo previsto.")  # fmt: skip


def _another_answer(world: World) -> Submission:
    one = world.filed("answered", text="¿Cuánto costó el puente?")
    answers.redraft_answer(one, reason=f"Por el {SECRET}", by=staff(WRITER), now=LATER)
    return one


def _note(world: World) -> Submission:
    one = world.filed("admitted", text="¿Cuánto costó el puente?")
    notes.add_note(one, text=f"Ojo con el {SECRET}", by=staff(COORDINATOR), now=LATER)
    return one


def _identity(world: World) -> Submission:
    return world.filed(
        "answered", text="¿Cuánto costó el puente?", email=f"{SECRET}@correo.invalid",
        full_name=f"Rosa {SECRET}", organisation=f"Junta {SECRET}", contact=f"Calle {SECRET} 12",
    )  # fmt: skip


def _of_the_council(_: World) -> Submission:
    """With its reply signed: both wait for the account's first edition."""
    draft = AccountFactory(account_year=2027, institution=Institution.objects.get())
    row = reply_at(
        "answered", account=draft, title=f"El {SECRET} de la feria", text=WORDS,
        reply=f"Se acoge lo del {SECRET} de la feria.",
    )  # fmt: skip
    return filing_of(row)


def _room() -> User:
    return user_of(council_of_tests().members[0])


def _place(world: World) -> Quoted:
    return quoted_at(f"/cuentas/2022/ediciones/{world.edition.number}/")


def _room_note(world: World) -> Submission:
    for is_shared in (False, True):
        add_council_note(
            _place(world), text=f"Ojo con el {SECRET}", is_shared=is_shared, by=_room(), now=LATER
        )
    return world.other


def _room_draft(world: World, text: str = WORDS) -> Submission:
    place = _place(world)
    begin_observation(
        place.account, edition=place.edition, title=f"El {SECRET}", text=text, places=(place,),
        by=_room(), now=LATER,
    )  # fmt: skip
    return world.other


def _room_versions(world: World) -> Submission:
    """What was written before, and what goes with a proposal that nobody voted yet."""
    _room_draft(world)
    one = Observation.objects.get()
    one = save_observation(
        one, title="La feria", text=f"{WORDS} Y por qué no se explica.", by=_room(), now=LATER,
        expected_version=one.version,
    )  # fmt: skip
    propose_observation(one, expected_version=one.version, by=_room(), now=LATER)
    return world.other


def _room_invitation(world: World) -> Submission:
    invite_councillor(
        council_of_tests().vice.councillor, email=f"{SECRET}@correo.cl", by=staff(SECRETARY),
        now=LATER,
    )  # fmt: skip
    return world.other


def _asked_in_the_hall(world: World) -> Submission:
    """From a telephone: one that nobody read, and one that was read and set aside."""
    one = hearings.hearing_at("open", account=world.edition.account)
    hearings.sent_by_phone(one, WORDS, name=f"Rosa {SECRET}", email=f"{SECRET}@correo.invalid")
    aside = hearings.sent_by_phone(one, WORDS, name=f"Rosa {SECRET}")
    set_aside_question(aside, why="insult", by=staff(MODERATOR), now=hearings.DURING)
    return world.other


def _hearing_in_preparation(world: World) -> Submission:
    hearings.hearing_at("planned", account=world.edition.account, title=f"En el {SECRET}")
    return world.other


def _registered_for_a_hearing(world: World) -> Submission:
    one = hearings.hearing_at("called", account=world.edition.account)
    hearings.registered(
        one, f"{SECRET}@correo.invalid", name=f"Rosa {SECRET}", needs=f"Un {SECRET}"
    )
    return world.other


HIDDEN: dict[str, Callable[[World], Submission]] = {
    "unconfirmed": lambda world: world.filed("unconfirmed", email="a@correo.invalid"),
    "not read yet": lambda world: world.filed("received"),
    "to be mended": _mending,
    "not admitted": lambda world: world.filed("not_admitted"),
    "withdrawn after it was published": _withdrawn,
    "withdrawn unread": lambda world: world.filed("withdrawn"),
    "referred unread": lambda world: world.filed("referred"),
    "converted unread": lambda world: world.filed("converted"),
    "reserved parts": _redacted,
    "a file that is not public": _file,
    "an answer that is not signed": _answer,
    "another version in progress": _another_answer,
    "an internal note": _note,
    "who wrote": _identity,
    "a note in the room": _room_note,
    "a draft in the room": _room_draft,
    "versions in the room": _room_versions,
    "an invitation to the room": _room_invitation,
    "what the council observed of an unpublished draft": _of_the_council,
    "a question of a hall that was not shown": _asked_in_the_hall,
    "a hearing in preparation": _hearing_in_preparation,
    "who registered for a hearing": _registered_for_a_hearing,
}

# -- where anyone looks: the words found there


Surface = Callable[[World, Submission], str]


def _get(path: str) -> Surface:
    return lambda world, row: _text(world.client.get(path.format(folio=row.folio)))


def _text(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return str(response.content.decode()) + str(dict(response.headers))


def _key_of(world: World) -> list[str]:
    return [str(world.other.folio), tracking_key(str(world.other.uid))]


def _others_own(name: str) -> Surface:
    """The pages of another author, by that author's key."""
    return lambda world, _: _text(
        world.client.get(reverse(f"participation:{name}", args=_key_of(world)))
    )


def _similar(world: World, _row: Submission) -> str:
    draft = start_draft(about="/cuentas/2022/ediciones/1/", now=LATER)
    address = reverse("participation:ask-similar", args=[draft.uid])
    return _text(world.client.post(address, {"text": "¿Por qué la feria costó lo que costó?"}))


def _found(world: World, _row: Submission) -> str:
    """Rows only: the box repeats what was typed into it."""
    page = world.client.get(f"{LIST}?q={SECRET}").context["page"]
    feed = _text(world.client.get(f"{LIST}preguntas.atom?q={SECRET}"))
    return str(page.rows) + feed.partition("<entry>")[2]


def _searched(world: World, _row: Submission) -> str:
    """The search of the whole portal, before the index knows of what was done last and after."""
    pages = []
    for _ in range(2):
        page = world.client.get(f"/buscar/?q={SECRET}").context["page"]
        pages.append(str(page.rows) + str(page.meant) + page.total.replace("0 resultados", ""))
        seal_everything()
        catch_up()
    pages.append(str(world.client.get(f"/buscar/?q={SECRET}").context["page"].rows))
    return "".join(pages)


def _digest(world: World, _row: Submission) -> str:
    """The subject and the page of the mail; its plain text is made from the same words."""
    send_digests(LATER + timedelta(days=1))
    said = []
    for message in Message.objects.filter(kind="digest"):
        try:
            mail = render(message)
        except NothingToSay:
            continue
        said.append(f"<p>{escape(mail.subject)}</p>{mail.alternatives[0].content}")
    return "\n".join(said)


def _printed(world: World, _row: Submission) -> str:
    print_site()
    root = (world.press / "current").resolve()
    kept = {".html", ".xml", ".atom", ".txt", ".json", ".csv", ".md"}
    return "\n".join(p.read_text() for p in root.rglob("*") if p.suffix in kept)


def _files(world: World, row: Submission) -> str:
    uids = [each.uid for each in Attachment.objects.filter(submission=row)]
    pages = [
        world.client.get(reverse("participation:public-file", args=[row.folio or "x", uid]))
        for uid in uids
    ]
    return "\n".join(map(_text, pages))


def _sealed(name: str) -> Surface:
    def read_it(world: World, row: Submission) -> str:
        seal_everything()
        return _get(f"{LIST}{name}")(world, row)

    return read_it


def _machine(path: str) -> Surface:
    """What the API answers at that address, a problem included."""
    return lambda world, row: _text(world.client.get(f"/api/v1/{path.format(folio=row.folio)}"))


def _found_by_machine(world: World, _row: Submission) -> str:
    """Rows only: the addresses of the pages repeat what was asked for."""
    return str(world.client.get(f"/api/v1/submissions/?q={SECRET}").json()["results"])


def _sealed_entries(world: World, row: Submission) -> str:
    seal_everything()
    return _machine("register/")(world, row)


def _sent_again(world: World, row: Submission) -> str:
    """Somebody else who sends with the identifier of another's filing."""
    body = {"uid": str(row.uid), "kind": "question", "text": "¿Qué pasó con la otra feria?"}
    address = "/api/v1/submissions/"
    return _text(world.client.post(address, body, content_type="application/json"))


OBSERVED = "/consejo/observaciones/"


def _observed(world: World, row: Submission, name: str) -> str:
    """By the code of its observation, or by that of none."""
    found = Observation.objects.filter(filing=row).first()
    code = found.code if found is not None else "OBS-2022-999"
    return _text(world.client.get(f"{OBSERVED}{code}/{name}"))


def _promised(world: World, row: Submission, name: str) -> str:
    """By the code of what its answer promised, or by that of none."""
    found = Commitment.objects.filter(submission=row).first()
    code = found.code if found is not None else "COM-2022-999"
    return _text(world.client.get(f"{LIST}compromisos/{code}/{name}"))


def _acta(path: str) -> Surface:
    """An acta of the account's council, which is public: in the PDF each letter is a glyph, so
    that its words are looked for in the content from which it was made."""

    def look(world: World, _row: Submission) -> str:
        published = CouncilSession.objects.public().first()
        session = published or session_at("signed", account=world.edition.account)
        response = world.client.get(path.format(number=session.number))
        assert response.status_code == 200
        return str(response.content.decode(errors="replace")) + str(dict(response.headers))

    return look


SECTION_PAGES = tuple(
    f"{each.code}/" for each in SECTIONS
    if each.shape in PAGED and each.code != "preguntas"
)  # fmt: skip
THEME_PAGES = ("temas/general/", *(
    f"temas/capitulo-{each.slug}/" for each in small_ledger().chapters
))  # fmt: skip


def reported(world: World, *pages: str) -> str:
    """Pages of an answer report of the account, made now. Every file of it is made from the rows
    that `informe.jsonl` has; the PDF draws its letters, so that they are looked for there."""
    report = AnswerReport.objects.filter(account=world.edition.account).first()
    if report is None:
        report = report_of_tests(world.edition.account, now=LATER)
    found = [world.client.get(f"{report.address}{page}") for page in pages]
    assert any(each.status_code == 200 for each in found)
    return "\n".join(map(_text, found))


def _heard(path: str) -> Surface:
    """That page of every public hearing, and of one with its acta."""

    def look(world: World, _row: Submission) -> str:
        found = Hearing.objects.public()
        if not found.filter(state="published").exists():
            hearings.hearing_at("published", account=world.edition.account)
        pages = (f"/audiencias/{each.number}/{path}" for each in Hearing.objects.public())
        # In a PDF each letter is a glyph.
        said = (world.client.get(page) for page in pages)
        return "".join(each.content.decode(errors="replace") + str(each.headers) for each in said)

    return look


HEARD = {
    "hearing": "", "hearing-calendar": "audiencia.ics", "hearing-call": "convocatoria/1.json",
    "hearing-register": "inscripcion/", "hearing-ask": "preguntar/", "hearing-screen": "pantalla/",
    "hearing-poster": "afiche/", "hearing-acta": "acta/", "hearing-acta-pdf": "acta.pdf",
    "hearing-acta-json": "acta.json",
}  # fmt: skip
FIGURE = f"/cuentas/2022/cifras/{small_ledger().figures[0].key}/"
SURFACES: dict[str, Surface] = {
    "questions": _get(LIST),
    "questions about it": _get(f"{LIST}?sobre={FIGURE}"),
    "questions found": _found,
    "feed": _get(f"{LIST}preguntas.atom"),
    "changes": _get(f"{LIST}cambios/"),
    "fragment": _get(f"{LIST}fragmento/?sobre={FIGURE}"),
    "window-fragment": _get(f"{LIST}fragmento/plazo/"),
    "question": _get(f"{LIST}{{folio}}/"),
    "reports": _get(f"{LIST}informe/"),
    "report": lambda world, _row: reported(world, ""),
    "report-section": lambda world, _row: reported(world, *SECTION_PAGES),
    "report-theme": lambda world, _row: reported(world, *THEME_PAGES),
    "report-file": lambda world, _row: reported(world, "archivos/informe.jsonl"),
    "question of another": lambda world, row: _get(f"{LIST}{world.other.folio}/")(world, row),
    "question mistyped": _get(f"{LIST}{{folio}}9/"),
    "public-file": _files,
    "follow": _get(f"{LIST}seguir/?que=pregunta&cual={{folio}}"),
    "deadlines": _get(f"{LIST}plazos/"),
    "register": _get(f"{LIST}registro/?folio={{folio}}"),
    "register of all": _get(f"{LIST}registro/"),
    "register-lines": _sealed("registro.jsonl"),
    "register-csv": _sealed("registro.csv"),
    "questions-csv": _get(f"{LIST}preguntas.csv"),
    "questions-json": _get(f"{LIST}preguntas.json"),
    "answers-csv": _get(f"{LIST}respuestas.csv"),
    "answers-json": _get(f"{LIST}respuestas.json"),
    "calendar": _get(f"{LIST}calendario.ics"),
    "process": _get(f"{LIST}proceso/"),
    "process-year": _get(f"{LIST}proceso/2022/"),
    "statistics": _get(f"{LIST}cifras/"),
    "statistics-csv": _get(f"{LIST}cifras.csv"),
    "statistics-json": _get(f"{LIST}cifras.json"),
    "performance": _get(f"{LIST}desempeno/"),
    "performance-csv": _get(f"{LIST}desempeno.csv"),
    "performance-json": _get(f"{LIST}desempeno.json"),
    "performance-dictionary": _get(f"{LIST}desempeno-diccionario.csv"),
    "commitments": _get(f"{LIST}compromisos/"),
    "commitments-feed": _get(f"{LIST}compromisos/compromisos.atom"),
    "commitments-csv": _get(f"{LIST}compromisos/compromisos.csv"),
    "commitments-json": _get(f"{LIST}compromisos/compromisos.json"),
    "commitments-calendar": _get(f"{LIST}compromisos/compromisos.ics"),
    "commitment": lambda world, row: _promised(world, row, ""),
    "commitment-json": lambda world, row: _promised(world, row, "compromiso.json"),
    "ask": _get(f"/participar/?sobre=/cuentas/2022/ediciones/1/{FIGURE.split('/', 3)[3]}"),
    "ask-similar": _similar,
    "track": _get("/seguimiento/"),
    "tracking": _others_own("tracking"),
    "receipt": _others_own("receipt"),
    "support": lambda world, row: _text(
        world.client.post(f"{LIST}{row.folio or 'CPP-2022-000001-0'}/apoyar/")
    ),
    "API: list": _machine("submissions/"),
    "API: most supported": _machine("submissions/?order=-supports"),
    "API: due first": _machine("submissions/?order=due_on"),
    "API: about it": _machine(f"submissions/?about={FIGURE}"),
    "API: found": _found_by_machine,
    "API: one": _machine("submissions/{folio}/"),
    "API: answers": _machine("answers/"),
    "API: its answers": _machine("answers/?submission={folio}"),
    "API: an answer": _machine("answers/{folio}/1/"),
    "API: another answer": _machine("answers/{folio}/2/"),
    "API: observations": _machine("observations/"),
    "API: rates": _machine("rates/"),
    "API: terms": _machine("terms/"),
    "API: register": _machine("register/"),
    "API: its register": _machine("register/?submission={folio}"),
    "API: sealed register": _sealed_entries,
    "API: sent again": _sent_again,
    "API: results": _machine("results/"),
    "digest": _digest,
    "search": _searched,
    "printed pages, site map and feeds": _printed,
    "not found": _get("/no/existe/"),
    "council": _get("/consejo/"),
    "council-csv": _get("/consejo/consejo.csv"),
    "council-json": _get("/consejo/consejo.json"),
    "council-observations": _get(OBSERVED),
    "council-observations-feed": _get(f"{OBSERVED}observaciones.atom"),
    "council-observations-csv": _get(f"{OBSERVED}observaciones.csv"),
    "council-observations-json": _get(f"{OBSERVED}observaciones.json"),
    "council-observation": lambda world, row: _observed(world, row, ""),
    "council-observation-hash": lambda world, row: _observed(world, row, "huella.json"),
    "council-sessions": _get("/consejo/sesiones.ics"),
    "council-actas": _get("/consejo/actas/"),
    **{name: _heard(path) for name, path in HEARD.items()},
    "hearings": _get("/audiencias/"),
    "hearings-calendar": _get("/audiencias/audiencias.ics"),
    "hearings-feed": _get("/audiencias/audiencias.atom"),
    "council-acta": _acta("/consejo/actas/{number}/"),
    "council-acta-pdf": _acta("/consejo/actas/{number}/acta.pdf"),
    "council-acta-json": _acta("/consejo/actas/{number}/acta.json"),
}
# Of one filing, by its folio or its author's key; the others are the same whichever is asked about.
OF_ONE = {
    "question", "question mistyped", "public-file", "follow", "register", "support", "API: one",
    "API: its answers", "API: an answer", "API: another answer", "API: its register",
    "API: sent again", "council-observation", "council-observation-hash",
}  # fmt: skip
# Hidden together in one world: looking everywhere takes long. What changes others stands alone.
ALONE = (
    ("versions in the room",),
    ("a note in the room", "a draft in the room", "an invitation to the room"),
    ("what the council observed of an unpublished draft",),
)
_APART = {thing for things in ALONE for thing in things}
TOGETHER = tuple(thing for thing in HIDDEN if thing not in _APART)
# Doors of one's own, which open by a key or a token: their tests look after them.
OWN = {
    "ask-step", "ask-discard", "ask-sent", "ask-without-email", "confirm", "withdraw", "mend",
    "follow-up", "hearing-asked", "hearing-registration", "review-request", "attachment",
    "satisfaction", "follow-confirm", "follow-manage", "unsubscribe",
}  # fmt: skip
# Files to take away, which no browser shows as a page: test_exports.py looks at their cells.
FILES = (
    "register-lines", "public-file", "questions-csv", "questions-json", "answers-csv",
    "answers-json", "register-csv", "statistics-csv", "statistics-json", "performance-csv",
    "performance-json", "performance-dictionary", "commitments-csv", "commitments-json",
    "commitments-calendar", "commitment-json", "report-file",
)  # fmt: skip
# Where what is public is read: there the same words are found once they are published.
SHOWN = (
    "API: list", "API: most supported", "API: due first", "API: about it", "API: found", "API: one",
    "questions", "questions about it", "questions found", "feed", "fragment", "question",
    "register", "ask-similar", "digest", "search",
    "printed pages, site map and feeds",
    "questions-csv", "questions-json", "report-theme", "report-file",
)  # fmt: skip


def test_every_public_address_is_looked_at() -> None:
    names = {str(pattern.name) for pattern in urls.urlpatterns}

    mine = {name for name in names - OWN - set(SURFACES) if not name.startswith("my-data")}

    assert mine == set()


@pytest.mark.parametrize("things", [TOGETHER, *ALONE], ids=lambda things: things[0])
def test_what_is_hidden_is_nowhere(world: World, things: tuple[str, ...]) -> None:
    rows = {thing: HIDDEN[thing](world) for thing in things}

    shown = [f"{thing}: {name}" for name, thing, said in looked_at(world, rows) if SECRET in said]

    assert shown == []


def looked_at(world: World, rows: dict[str, Submission]) -> Iterator[tuple[str, str, str]]:
    """Every surface, the thing it was asked about and its words; those of one filing, for each."""
    first = next(iter(rows))
    for name, surface in SURFACES.items():
        for thing in rows if name in OF_ONE else (first,):
            yield name, thing, surface(world, rows[thing]).casefold()


def test_what_is_asked_of_one_filing_is_known(world: World) -> None:
    one, another = world.filed("admitted"), world.filed("admitted")
    telling = {
        name for name, surface in SURFACES.items()
        if name not in {"ask-similar", "digest", "search"} and not name.startswith("printed")
        and _asks(surface, world, one) != _asks(surface, world, another)
    }  # fmt: skip

    assert telling <= OF_ONE


def _asks(surface: Surface, world: World, row: Submission) -> list[str]:
    """The addresses that a surface asks for, and what it sends there."""
    asked: list[str] = []
    real = Client.generic

    def noted(self: Client, method: str, path: str, data: Any = "", *args: Any, **more: Any) -> Any:
        asked.append(f"{method} {path} {more.get('QUERY_STRING')} {data!r}")
        return real(self, method, path, data, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "generic", noted)
        surface(world, row)
    return asked


def test_the_same_words_are_seen_once_they_are_published(world: World) -> None:
    row = world.filed("admitted")

    unseen = [name for name in SHOWN if SECRET not in SURFACES[name](world, row)]

    # The register names a question by its folio, and never by its words.
    assert unseen == ["register"]


@pytest.mark.parametrize("thing", [thing for thing, make in HIDDEN.items() if "un" in thing])
def test_what_is_hidden_is_not_counted_either(world: World, thing: str) -> None:
    before = world.client.get(LIST).context["page"]
    HIDDEN[thing](world)

    after = world.client.get(LIST).context["page"]

    assert (after.total, after.tabs) == (before.total, before.tabs)


def test_of_what_nobody_has_read_only_its_dates_are_told(world: World) -> None:
    row = world.filed("received")

    page = _text(world.client.get(f"{LIST}{row.folio}/"))

    assert "Debe responderse hasta" in page
    assert "Recibida" in page


# -- hostile words


def _hostile(model: models.Model, *skipped: str) -> dict[str, str]:
    """Hostile words for every text that people write in a row, as long as they fit."""
    found = {}
    for each in model._meta.concrete_fields:
        is_text = isinstance(each, models.CharField | models.TextField)
        if is_text and not each.choices and each.name not in skipped:
            found[each.name] = HOSTILE[: each.max_length or None]
    return found


def _row_of_hostile_words(world: World, state: str) -> Submission:
    staff(SIGNER).__class__.objects.filter(pk=staff(SIGNER).pk).update(full_name=HOSTILE[:100])
    row = world.filed(state, text=HOSTILE, shown_name=HOSTILE[:100])
    machine = ("folio", "state", "text_sha256", "effect", "about_path", "figure", "chapter",
               "program", "about_anchor", "search")  # fmt: skip
    Submission.objects.filter(pk=row.pk).update(**_hostile(row, *machine))
    file: Attachment = AttachmentFactory(submission=row, name=HOSTILE[:140])
    Attachment.objects.filter(pk=file.pk).update(is_public=True)
    if row.refusal is not None:
        reason = row.refusal
        for name, words in _hostile(reason, "slug").items():
            setattr(reason, name, words)
        reason.save()
    if row.unit is not None:
        type(row.unit).objects.filter(pk=row.unit.pk).update(name=HOSTILE[:120])
    row.refresh_from_db()
    return row


def test_hostile_words_run_nowhere(world: World) -> None:
    states = ("admitted", "answered", "referred", "not_admitted", "withdrawn")
    rows = {state: _row_of_hostile_words(world, state) for state in states}

    wrong = []
    for name, state, html in looked_at(world, rows):
        live = [each for each in read(html).live if not (name == "digest" and "style" in each)]
        is_page = name not in FILES and not name.startswith("API")
        if is_page and live:
            wrong.append(f"{name} of {state}: {live}")
        if "<script>alert" in html.replace("\u003c", "<") and is_page:
            wrong.append(f"{name} of {state}")

    assert wrong == []
