"""What the institution of the demonstration promised: invented, marked, made by the real acts.

One comes from an answer; the others, from an invented hearing. Together they show every state: kept
with its evidence, kept in part, overdue, moved to another day, and on its way with milestones.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cuenta.demo_script import Script, person
from cuenta.demo_users import MANAGER, WRITER
from participation.actions.commitment_acts import (
    Evidence,
    add_milestone,
    close_commitment,
    finish_milestone,
    reschedule_commitment,
    start_commitment,
)
from participation.actions.commitments import record_commitment
from participation.deadlines import CHILE, forward
from participation.models import Commitment, Unit
from programs.models import PublicAccount

HEARING = "Audiencia de demostración en Coyhaique (inventada)"
HELD = 61  # business days ago


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise of the hearing. Days are business days: ago where negative, ahead otherwise."""

    name: str
    text: str
    due: int
    unit: str
    program: str = ""


PROMISED = (
    Promised("pauta", "Publicar en este portal, en lenguaje claro, qué se mira para elegir a quién "
             "se apoya. (Demostración.)", -30, "estudios"),
    Promised("capsulas", "Grabar con lengua de señas chilena tres cápsulas sobre cómo postular. "
             "(Demostración.)", -9, "operaciones"),
    Promised("oficina", "Decir en cada página de región dónde y a qué hora se atiende. "
             "(Demostración.)", -4, "operaciones"),
    Promised("glosario", "Sumar al glosario las palabras que más se preguntan. (Demostración.)",
             15, "estudios"),
)  # fmt: skip


def plan_commitments(script: Script) -> None:
    """Add what was promised in the hearing to the script, and what became of it."""
    for each in PROMISED:
        script.then(script.at(HELD, 12), lambda now, each=each: _record(script, each, now))
    worker, judge = person(WRITER), person(MANAGER)
    script.then(script.at(50, 10), lambda now: start_commitment(
        _of("pauta", script.account),
        evidence=Evidence("Comenzamos a escribir la pauta. (Demostración.)"),
        by=worker, now=now))  # fmt: skip
    script.then(script.at(33, 12), lambda now: close_commitment(
        _of("pauta", script.account), "keep",
        evidence=Evidence("La pauta está en la metodología de la cuenta. (Demostración.)",
                          edition=script.account.editions.order_by("number").first()),
        by=judge, now=now))  # fmt: skip
    script.then(script.at(8, 16), lambda now: close_commitment(
        _of("capsulas", script.account), "keep_part",
        evidence=Evidence("Se grabaron dos de tres. La tercera espera intérprete. (Demostración.)"),
        by=judge, now=now))  # fmt: skip
    script.then(script.at(20, 9), lambda now: reschedule_commitment(
        _of("glosario", script.account), due_on=_ahead(script, 40),
        reason="Las palabras llegaron recién al cierre de la recepción. (Demostración.)",
        by=judge, now=now))  # fmt: skip


def plan_milestones(script: Script, name: str, days_ago: int) -> None:
    """The steps of what the answer to `name` promised, from its signature on."""
    worker = person(WRITER)

    def promised() -> Commitment:
        return Commitment.objects.get(submission=script.current(name))

    def begin(now: datetime) -> None:
        for text, days in (
            ("Pedir el dato a las dieciséis direcciones regionales. (Demostración.)", 5),
            ("Revisar que la tabla cuadre con el total. (Demostración.)", 35),
        ):
            add_milestone(promised(), text=text, due_on=_ahead(script, days), by=worker, now=now)

    def finish(now: datetime) -> None:
        step = promised().milestones.order_by("due_on").first()
        finish_milestone(
            promised(), step, evidence=Evidence("Se pidió por oficio. (Demostración.)"),
            by=worker, now=now,
        )  # fmt: skip

    script.then(script.at(days_ago, 10), begin)
    script.then(script.at(max(days_ago - 6, 0), 10), finish)


def _record(script: Script, each: Promised, now: datetime) -> None:
    record_commitment(
        script.account, text=each.text, due_on=_ahead(script, each.due),
        unit=Unit.objects.get(slug=each.unit), other_hearing=HEARING, program=each.program,
        is_demo=True, by=person(MANAGER), now=now,
    )  # fmt: skip


def _ahead(script: Script, days: int) -> date:
    if days < 0:
        return script.at(-days).date()
    return forward(script.calendar, script.now.astimezone(CHILE).date(), days)


def _of(name: str, account: PublicAccount) -> Commitment:
    text = next(each.text for each in PROMISED if each.name == name)
    return Commitment.objects.get(account=account, text=text)
