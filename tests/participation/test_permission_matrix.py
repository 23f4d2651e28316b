"""Every address of participation, read and sent to by everybody: what each of them is answered.

These doors are the public's. Who asks is nobody's business, so that all kinds of people get the
same; what opens is the address itself, and a wrong one opens nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from participation import links, urls
from participation.actions.drafts import start_draft
from participation.keys import signed_token, tracking_key
from participation.models import HearingQuestion, Submission, Window
from programs.models import PublicAccount
from tests.factories import UserFactory
from tests.ledgers import small_ledger
from tests.participation import hearings
from tests.participation.conftest import freeze, reachable
from tests.participation.council import session_at
from tests.participation.factories import NOW, submission_at
from tests.shared import shared_world

pytestmark = pytest.mark.django_db
PEOPLE = (
    "anyone", "stranger", "Coordinación de participación", "Moderación", "Redacción",
    "Revisión jurídica", "Firma de respuestas", "Auditoría", "boss",
)  # fmt: skip
ROOT = "/cuentas/2022/ediciones/1/"


@dataclass(frozen=True)
class World:
    """One of each thing that an address may name."""

    draft: str
    filing: Submission
    waiting: Submission
    public: Submission
    acta: int
    hearing: int
    called: int
    asked: str
    registration: str

    @property
    def by_key(self) -> list[str]:
        return [str(self.filing.folio), tracking_key(str(self.filing.uid))]


Arguments = Callable[[World], list[Any]]


@dataclass(frozen=True)
class Row:
    """What GET and an empty POST answer; `wrong`, what an address that names nothing answers."""

    get: int
    post: int
    arguments: Arguments = lambda _: []
    wrong: tuple[Any, ...] = ()


def _draft(world: World) -> list[Any]:
    return [world.draft]


def _key(world: World) -> list[Any]:
    return world.by_key


def _token(purpose: str) -> str:
    return signed_token(str(uuid4()), purpose=purpose)


def _own(world: World) -> list[Any]:
    return [links.my_data_token(world.public.authorship.person)]


NOBODY = (str(uuid4()),)
NO_TOKEN = ("x:y:z",)
WRONG_KEY = ("CPP-2022-000001-0", "0000-0000-0000")
ROWS: dict[str, Row] = {
    "ask": Row(200, 302),
    "ask-step": Row(200, 400, lambda world: [world.draft, "tipo"], (*NOBODY, "tipo")),
    "ask-similar": Row(200, 200, _draft, NOBODY),
    "ask-discard": Row(200, 200, _draft, NOBODY),
    "ask-sent": Row(302, 405, _draft, NOBODY),
    "ask-without-email": Row(405, 302, _draft),
    "confirm": Row(
        200, 302,
        lambda world: [signed_token(str(world.waiting.uid), purpose="confirm-address")], ("x:y:z",),
    ),
    "track": Row(200, 400),
    "tracking": Row(200, 405, _key, WRONG_KEY),
    "receipt": Row(200, 405, _key, WRONG_KEY),
    "withdraw": Row(200, 302, _key, WRONG_KEY),
    "mend": Row(200, 400, _key, WRONG_KEY),
    "follow-up": Row(200, 400, _key, WRONG_KEY),
    "review-request": Row(200, 409, _key, WRONG_KEY),
    "satisfaction": Row(200, 409, _key, WRONG_KEY),
    "attachment": Row(404, 405, lambda world: [*world.by_key, uuid4()], (*WRONG_KEY, uuid4())),
    "support": Row(405, 200, lambda world: [world.public.folio]),
    "deadlines": Row(200, 405),
    "register": Row(200, 405),
    "register-lines": Row(200, 405),
    "my-data": Row(200, 400),
    "my-data-held": Row(200, 405, _own, NO_TOKEN),
    "my-data-download": Row(200, 405, _own, NO_TOKEN),
    "my-data-correct": Row(200, 302, lambda w: [*_own(w), w.public.folio], (*NO_TOKEN, "x")),
    "my-data-hide": Row(405, 302, _own, NO_TOKEN),
    "my-data-unfollow": Row(405, 302, _own, NO_TOKEN),
    "my-data-erase": Row(200, 302, _own, NO_TOKEN),
    "my-data-erased": Row(404, 405, lambda _: ["x"]),
    "questions": Row(200, 405),
    "feed": Row(200, 405),
    "changes": Row(200, 405),
    **{name: Row(200, 405) for name in (
        "questions-csv", "questions-json", "answers-csv", "answers-json", "register-csv",
        "statistics", "statistics-csv", "statistics-json", "calendar",
        "performance", "performance-csv", "performance-json", "performance-dictionary",
        "commitments", "commitments-feed", "commitments-csv", "commitments-json",
        "commitments-calendar",
    )},
    "commitment": Row(404, 405, lambda _: ["COM-2022-999"], ("x",)),
    "commitment-json": Row(404, 405, lambda _: ["COM-2022-999"], ("x",)),
    "process": Row(200, 405),
    "process-year": Row(200, 405, lambda _: [2022], (1999,)),
    "fragment": Row(200, 405),
    "window-fragment": Row(200, 405),
    "question": Row(200, 405, lambda world: [world.public.folio], ("CPP-2022-000999-9",)),
    "public-file": Row(
        404, 405, lambda world: [world.public.folio, uuid4()], ("CPP-2022-000999-9", uuid4())
    ),
    "follow": Row(200, 400),
    "follow-confirm": Row(200, 409, lambda _: [_token("confirm-follow")], ("x:y:z",)),
    "follow-manage": Row(200, 302, lambda _: [_token("manage-following")], ("x:y:z",)),
    "unsubscribe": Row(200, 200, lambda _: [_token("unsubscribe")], ("x:y:z",)),
    "reports": Row(200, 405),
    "report": Row(404, 405, lambda _: [2022, 9], (99_999, 1)),
    "report-section": Row(404, 405, lambda _: [2022, 9, "resumen"], (2022, 99_999, "x")),
    "report-theme": Row(404, 405, lambda _: [2022, 9, "general"], (2022, 99_999, "x")),
    "report-file": Row(404, 405, lambda _: [2022, 9, "informe.pdf"], (2022, 99_999, "x")),
    "council": Row(200, 405),
    "council-csv": Row(200, 405),
    "council-json": Row(200, 405),
    "council-observations": Row(200, 405),
    "council-observations-feed": Row(200, 405),
    "council-observations-csv": Row(200, 405),
    "council-observations-json": Row(200, 405),
    "council-observation": Row(404, 405, lambda _: ["OBS-2022-999"], ("x",)),
    "council-observation-hash": Row(404, 405, lambda _: ["OBS-2022-999"], ("x",)),
    "council-sessions": Row(200, 405),
    "council-actas": Row(200, 405),
    "council-acta": Row(200, 405, lambda world: [world.acta], (999,)),
    "council-acta-pdf": Row(200, 405, lambda world: [world.acta], (999,)),
    "council-acta-json": Row(200, 405, lambda world: [world.acta], (999,)),
}  # fmt: skip
HEARD = ("hearing", "hearing-calendar", "hearing-screen", "hearing-poster", "hearing-acta",
         "hearing-acta-pdf", "hearing-acta-json")  # fmt: skip
ROWS |= {
    "hearings": Row(200, 405),
    "hearings-calendar": Row(200, 405),
    "hearings-feed": Row(200, 405),
    **{name: Row(200, 405, lambda world: [world.hearing], (999,)) for name in HEARD},
    "hearing-call": Row(200, 405, lambda world: [world.hearing, 1], (999, 1)),
    "hearing-register": Row(200, 400, lambda world: [world.called], (999,)),
    "hearing-registration": Row(200, 200, lambda world: [world.registration], ("x:y:z",)),
    "hearing-ask": Row(200, 409, lambda world: [world.hearing], (999,)),
    "hearing-asked": Row(200, 405, lambda world: [world.hearing, world.asked], (999, uuid4())),
}
AT_THE_END = ("ask-discard", "withdraw", "my-data-erase")
NAMES = {str(pattern.name) for pattern in urls.urlpatterns}


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert NAMES - set(ROWS) == set()
    assert set(ROWS) - NAMES == set()


def make_world() -> World:
    account = freeze(reachable(small_ledger())).account
    made = World(
        draft=str(start_draft(about=ROOT, now=NOW).uid),
        filing=submission_at("received", account=account, email=""),
        waiting=submission_at("unconfirmed", account=account),
        public=submission_at("admitted", account=account),
        acta=session_at("signed", account=account).number,
        **_hearings(account),
    )
    day = NOW.date()
    Window.objects.create(account=account, event_on=day, opens_on=day, closes_on=day)
    return made


world = shared_world(make_world)


def _hearings(account: PublicAccount) -> dict[str, Any]:
    """One that is over, in which a telephone asked, and one that takes registrations."""
    over = hearings.hearing_at("published", account=account)
    called = hearings.hearing_at("called", account=account)
    asked = HearingQuestion.objects.create(
        hearing=over, source="phone", state="queued", position=9, text=hearings.WRITTEN,
        asked_at=NOW,
    )  # fmt: skip
    row = hearings.registered(called, "asiste@correo.invalid", confirm=False)
    token = links.registration_url(row).rstrip("/").rpartition("/")[2]
    return {
        "hearing": over.number, "called": called.number, "asked": str(asked.uid),
        "registration": token,
    }  # fmt: skip


def _client(person: str) -> Client:
    client = Client()
    if person == "stranger":
        client.force_login(UserFactory(is_staff=False))
    elif person == "boss":
        client.force_login(UserFactory(is_superuser=True))
    elif person != "anyone":
        client.force_login(UserFactory(role=person))
    return client


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_is_answered_the_same(world: World, person: str, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    client = _client(person)
    answered = {}

    for name, row in ROWS.items():
        address = reverse(f"participation:{name}", args=row.arguments(world))
        answered[name, "get"] = client.get(address).status_code
    # What changes things comes last, and what withdraws or erases at the very end.
    for name in sorted(ROWS, key=lambda name: (name in AT_THE_END, name)):
        address = reverse(f"participation:{name}", args=ROWS[name].arguments(world))
        answered[name, "post"] = client.post(address).status_code

    expected = {(name, "get"): row.get for name, row in ROWS.items()}
    expected |= {(name, "post"): row.post for name, row in ROWS.items()}
    assert answered == expected


# Nothing is said of what these would name: the portal's own «not here».
FILES = (
    "attachment", "public-file", "my-data-erased", "council-acta-pdf", "council-acta-json",
    "hearing-calendar", "hearing-call", "hearing-acta", "hearing-acta-pdf", "hearing-acta-json",
    "hearing-register", "hearing-ask", "hearing-asked", "hearing-screen", "hearing-poster",
    "process-year", "report", "report-section", "report-theme", "report-file",
)  # fmt: skip
# In the hall: one is read from the last row, another on paper or through a weak signal.
BARE = ("hearing-ask", "hearing-asked", "hearing-screen", "hearing-poster")


def test_every_page_carries_the_navigation_and_says_which_section_it_is(world: World) -> None:
    client, without = Client(), []

    for name, row in ROWS.items():
        right = reverse(f"participation:{name}", args=row.arguments(world))
        answers = [client.get(right), client.post(right)] if name not in AT_THE_END else []
        if row.wrong:
            answers.append(client.get(reverse(f"participation:{name}", args=row.wrong)))
        for answer in answers:
            shown = (
                answer.getvalue().decode(errors="replace")
                if answer.status_code not in (302, 405)
                else ""
            )
            section = "Consejo" if name.startswith("council") else "Preguntas"
            if "<html" in shown and f'aria-current="true">{section}</a>' not in shown:
                without.append((name, answer.status_code))

    assert {name for name, _ in without} <= set(FILES)
    assert not [name for name, status in without if status != 404 and name not in BARE]


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.wrong])
def test_an_address_that_names_nothing_opens_nothing(world: World, name: str) -> None:
    address = reverse(f"participation:{name}", args=ROWS[name].wrong)
    before = list(Submission.objects.order_by("pk").values_list("state", flat=True))

    for response in (Client().get(address), Client().post(address)):
        assert response.status_code in (404, 405)
        assert str(world.filing.text) not in response.content.decode()
    assert list(Submission.objects.order_by("pk").values_list("state", flat=True)) == before


def test_the_links_of_the_mails_are_addresses_of_the_portal(world: World) -> None:
    confirm, tracking = links.confirm_url(world.waiting), links.tracking_url(world.filing)

    assert Client().get(confirm.removeprefix(settings.SITE_URL)).status_code == 200
    assert tracking == settings.SITE_URL + reverse("participation:tracking", args=world.by_key)
