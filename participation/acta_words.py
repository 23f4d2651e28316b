"""An acta in words, from its frozen content alone: what its page and its PDF both show.

Pure: it reads no table and no clock, so that an old acta always says the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from participation.deadlines import CHILE
from participation.due_words import day_in_words
from programs.figures import plural

Content = Mapping[str, Any]
KINDS = MappingProxyType({"ordinary": "ordinaria", "extraordinary": "extraordinaria"})
MODES = MappingProxyType(
    {"in_person": "Presencial", "remote": "A distancia", "mixed": "Presencial y a distancia"}
)
ROLES = MappingProxyType(
    {
        "presidency": "Presidencia", "vice": "Vicepresidencia",
        "member": "Consejera o consejero", "alternate": "Suplente",
    }
)  # fmt: skip
CHOICES = MappingProxyType(
    {
        "for": "A favor", "against": "En contra",
        "abstain": "Se abstuvo", "conflict": "Se inhabilitó",
    }
)  # fmt: skip
RESULTS = MappingProxyType(
    {
        "approved": "Aprobada", "rejected": "Rechazada",
        "no_quorum": "Sin efecto: no había quórum al cerrarla",
    }
)  # fmt: skip
AWAY = "No asistió"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with a seat that day; `when` says when they were there, or that they were not."""

    name: str
    organisation: str
    role: str
    when: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class VoteLine:
    name: str
    organisation: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True)
class BallotText:
    """One vote: its result and counts in a sentence, what decided it, and each by name."""

    result: str
    counts: str
    basis: str
    tie: str
    votes: tuple[VoteLine, ...]


@dataclass(frozen=True, slots=True)
class PlaceText:
    title: str
    more: str


@dataclass(frozen=True, slots=True)
class DissentText:
    name: str
    organisation: str
    text: str


@dataclass(frozen=True, slots=True)
class ObservationText:
    """The observation as it was voted; only its code where it was not decided."""

    code: str
    is_decided: bool
    about: str
    text: str
    insists_on: str
    places: tuple[PlaceText, ...]
    dissents: tuple[DissentText, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class ItemText:
    position: int
    title: str
    notes: str
    observation: ObservationText | None
    ballots: tuple[BallotText, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    office: str
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class ActaText:
    """All that page and PDF show of an acta."""

    number: int
    title: str
    institution: str
    had_quorum: bool
    quorum: str
    facts: tuple[tuple[str, str], ...]
    attendance: tuple[Attendee, ...]
    items: tuple[ItemText, ...]
    signatures: tuple[Signature, ...]
    sha256: str


def acta_text(
    content: Content, *, sha256: str, signatures: Iterable[tuple[str, str, datetime]] = ()
) -> ActaText:
    """The acta in words. `signatures` are (office, name, instant), of those who signed so far."""
    number = int(content["number"])
    return ActaText(
        number=number,
        title=f"Acta de la sesión {KINDS[content['kind']]} {number}",
        institution=content["institution"],
        had_quorum=content["had_quorum"],
        quorum=_quorum(content),
        facts=tuple(_facts(content)),
        attendance=tuple(_attendee(each) for each in content["attendance"]),
        items=tuple(_item(each) for each in content["agenda"]),
        signatures=tuple(
            Signature(office, name, moment_in_words(at)) for office, name, at in signatures
        ),
        sha256=sha256,
    )


def moment_in_words(at: datetime) -> str:
    """`jueves 18 de junio de 2026, a las 10:00`."""
    here = at.astimezone(CHILE)
    return f"{day_in_words(here.date(), with_year=True)}, a las {here:%H:%M}"


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _hour(text: str) -> str:
    return f"{_read(text).astimezone(CHILE):%H:%M}"


def _quorum(content: Content) -> str:
    office = plural(content["in_office"], "integrante en ejercicio", "integrantes en ejercicio")
    rule = f"El quórum era de {content['needed']}, de {office}."
    if content["had_quorum"]:
        return f"La sesión se abrió con quórum. {rule}"
    there = sum(bool(each["intervals"]) for each in content["attendance"])
    came = {0: "No llegó nadie.", 1: "Llegó 1 persona."}.get(there, f"Llegaron {there} personas.")
    return f"No hubo quórum y la sesión no se hizo. {came} {rule}"


def _facts(content: Content) -> Iterable[tuple[str, str]]:
    yield "Citada para", moment_in_words(_read(content["starts_at"]))
    if content["opened_at"]:
        times = f"Se abrió a las {_hour(content['opened_at'])}"
        if content["closed_at"]:
            times += f" y terminó a las {_hour(content['closed_at'])}"
        yield "Duración", times
    yield "Modalidad", MODES[content["mode"]]
    if content["place"]:
        yield "Lugar", content["place"]
    if content["reason"]:
        yield "Por qué fue extraordinaria", content["reason"]
    if content["account"]:
        yield "Cuenta de la que trata", content["account"]["title"]
    if content["chair"]:
        yield (
            "Presidió" if content["had_quorum"] else "Firma como presidencia",
            _person(content["chair"]),
        )
    if content["secretary"]:
        yield "Secretaría ejecutiva", content["secretary"]


def _person(person: Mapping[str, str]) -> str:
    return f"{person['name']}, {ROLES[person['role']].lower()} ({person['organisation']})"


def _attendee(row: Mapping[str, Any]) -> Attendee:
    role = ROLES[row["role"]]
    if row["stands_for"]:
        role = f"Suplente de {row['stands_for']}"
    when = "; ".join(_interval(each) for each in row["intervals"])
    return Attendee(row["name"], row["organisation"], role, when or AWAY, bool(when))


def _interval(interval: Mapping[str, str]) -> str:
    until = f" a {_hour(interval['to'])}" if interval["to"] else ""
    return f"{_hour(interval['from'])}{until}, {MODES[interval['mode']].lower()}"


def _item(row: Mapping[str, Any]) -> ItemText:
    observation = row["observation"]
    return ItemText(
        position=row["position"],
        title=row["title"],
        notes=row["notes"],
        observation=_observation(observation) if observation else None,
        ballots=tuple(_ballot(each) for each in row["ballots"]),
    )


def _observation(row: Mapping[str, Any]) -> ObservationText:
    if row["outcome"] == "waits":
        return ObservationText(row["code"], False, "", "", "", (), (), "")
    edition = row["edition"]
    return ObservationText(
        code=row["code"],
        is_decided=True,
        about=f"Sobre la edición {edition}" if edition else "Sobre el borrador de la cuenta",
        text=row["text"],
        insists_on=row["insists_on"],
        places=tuple(_place(each) for each in row["places"]),
        dissents=tuple(
            DissentText(each["name"], each["organisation"], each["text"])
            for each in row["dissents"]
        ),
        sha256=row["sha256"],
    )


def _place(row: Mapping[str, str]) -> PlaceText:
    more = " · ".join(each for each in (row["value"], row["place"]) if each)
    return PlaceText(row["title"], more)


def _ballot(row: Mapping[str, Any]) -> BallotText:
    needed = "se necesitaba" if row["needed"] == 1 else "se necesitaban"
    return BallotText(
        result=RESULTS[row["result"]],
        counts=counts_in_words(row),
        basis=(
            f"Al cerrarla había {plural(row['present'], 'integrante', 'integrantes')} de "
            f"{row['in_office']} en ejercicio. Para aprobar {needed} "
            f"{plural(row['needed'], 'voto', 'votos')} a favor."
        ),
        tie=_tie(row),
        votes=tuple(
            VoteLine(each["name"], each["organisation"], CHOICES[each["choice"]], each["reason"])
            for each in row["votes"]
        ),
    )


def counts_in_words(row: Mapping[str, Any]) -> str:
    """`4 votos a favor, 1 voto en contra, 1 abstención`; zeros of the first two are said."""
    parts = [
        f"{plural(row['in_favour'], 'voto', 'votos')} a favor",
        f"{plural(row['against'], 'voto', 'votos')} en contra",
    ]
    if row["abstained"]:
        parts.append(plural(row["abstained"], "abstención", "abstenciones"))
    if row["conflicted"]:
        parts.append(plural(row["conflicted"], "inhabilitación", "inhabilitaciones"))
    return ", ".join(parts)


def _tie(row: Mapping[str, Any]) -> str:
    if not row["was_tie"]:
        return ""
    if row["used_casting_vote"]:
        return "Hubo empate y lo dirimió el voto de quien presidía."
    return "Hubo empate: no se aprueba."
