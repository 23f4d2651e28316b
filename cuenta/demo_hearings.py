"""The hearings of the demonstration: one that was held, one that takes registrations, one remote.

Places, people and questions are invented and marked; everything walks the real actions. There is
no recording: an invented link would lead somewhere.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from cuenta.demo_script import Script, person
from cuenta.demo_users import MANAGER, MODERATOR
from participation.actions import hearing_arrivals as door
from participation.actions import hearing_desk as desk
from participation.actions import hearing_questions as asked
from participation.actions import hearings, moderation
from participation.actions.commitments import record_commitment
from participation.actions.hearing_announcing import Announcement
from participation.deadlines import CHILE, back, forward
from participation.hearing_words import zone_of
from participation.models import Hearing, Submission, Unit
from programs.models import Region

_ALOUD = "¿Cuándo se vuelve a abrir la convocatoria de ferias libres en la región de Aysén?"
_SENT = "¿Qué pasa con quienes postularon y quedaron en lista de espera? Nadie nos avisó."
_LAST = "¿Se puede postular en papel? En mi localidad la conexión a internet falla casi siempre."
_SPACE = UUID("5b0f5f1e-6d5c-4f0f-9c3e-0a9b7d0a2c11")  # names of what a telephone sends, once


@dataclass
class Made:
    """The hearing that is being played."""

    hearing: Hearing | None = None
    questions: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> Hearing:
        assert self.hearing is not None  # noqa: S101 (the script makes it first)
        return Hearing.objects.select_related("account").get(pk=self.hearing.pk)


def plan_hearings(script: Script) -> None:
    """Put the hearings into the script, unless they were played before."""
    if Hearing.objects.filter(is_demo=True).exists():
        return
    _held(script)
    _to_come(
        script, days=8, hour=18, region="05",
        title="Audiencia pública en Valparaíso", mode="mixed",
        place="Salón Municipal (inventado)", address="Calle Inventada 123, Valparaíso",
        directions="Inventado: a dos cuadras de la estación, con rampa por el costado.",
        link="https://reunion.invalid/valparaiso",
        access=("lsch", "captions", "wheelchair"), capacity=40,
        agenda="18:00 La cuenta en veinte minutos.\n18:20 Preguntas, de viva voz y desde el "
        "teléfono.\n19:50 Cierre.",
    )  # fmt: skip
    _to_come(
        script, days=11, hour=11, region=None,
        title="Audiencia a distancia para todo Chile", mode="remote",
        link="https://reunion.invalid/todo-chile", access=("lsch", "captions", "easy"),
        agenda="11:00 La cuenta en media hora.\n11:30 Preguntas desde cualquier teléfono.",
    )  # fmt: skip


def _to_come(script: Script, *, days: int, hour: int, region: str | None, **values: object) -> None:
    zone = zone_of(region)
    day = forward(script.calendar, script.now.astimezone(CHILE).date(), days)
    starts = datetime.combine(day, time(hour), tzinfo=zone)

    def call(now: datetime) -> None:
        one = _prepared(script, starts, timedelta(hours=2), region, now, values)
        hearings.call_hearing(one, by=person(MANAGER), now=now)

    script.then(script.at(2, 10), call)


def _prepared(
    script: Script, starts: datetime, lasts: timedelta, region: str | None, now: datetime,
    values: dict[str, object],
) -> Hearing:  # fmt: skip
    told = Announcement(
        account=script.account, starts_at=starts, ends_at=starts + lasts,
        region=Region.objects.filter(code=region).first() if region else None,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip
    return hearings.prepare_hearing(told, by=person(MANAGER), now=now, is_demo=True)


def _held(script: Script) -> None:
    """In Coyhaique, some days ago: three questions, two of them answered aloud."""
    made = Made()
    day = back(script.calendar, script.now.astimezone(CHILE).date(), 6)
    starts = datetime.combine(day, time(17), tzinfo=zone_of("11"))
    values: dict[str, object] = {
        "title": "Audiencia pública en Coyhaique", "mode": "in_person",
        "place": "Gimnasio Inventado", "address": "Pasaje Inventado 45, Coyhaique",
        "directions": "Inventado: junto al consultorio.", "access": ("lsch", "wheelchair"),
        "capacity": 60, "agenda": "17:00 La cuenta.\n17:30 Preguntas.",
    }  # fmt: skip
    manager, moderator = person(MANAGER), person(MODERATOR)

    def call(now: datetime) -> None:
        one = _prepared(script, starts, timedelta(hours=2), "11", now, values)
        made.hearing = hearings.call_hearing(one, by=manager, now=now)

    def begin(now: datetime) -> None:
        desk.open_hearing(made.now, by=moderator, now=now)
        for people, sex in ((14, "woman"), (9, "man"), (4, "")):
            door.record_arrival(
                made.now, people=people, sex=sex, region=made.now.region, by=moderator, now=now
            )

    def ask(name: str, text: str, *, by_phone: bool = False) -> None:
        def do(now: datetime) -> None:
            if by_phone:
                one = asked.send_question(
                    made.now, text=text, uid=uuid5(_SPACE, f"{name} {now}"), now=now
                )
                one = asked.admit_question(one, by=moderator, now=now)
            else:
                one = asked.enter_question(made.now, text=text, by=moderator, now=now)
            made.questions[name] = one.pk

        script.then(starts + timedelta(minutes=30 + 5 * len(_order)), do)
        _order.append(name)

    _order: list[str] = []

    def answer(name: str, minutes: int) -> None:
        def do(now: datetime) -> None:
            one = made.now.questions.get(pk=made.questions[name])
            one = asked.show_question(one, by=moderator, now=now)
            asked.answer_question(one, by=moderator, now=now)

        script.then(starts + timedelta(minutes=minutes), do)

    def end(now: datetime) -> None:
        desk.close_hearing(made.now, by=moderator, now=now)

    def write(now: datetime) -> None:
        desk.write_notes(
            made.now, by=moderator, now=now,
            text="Demostración: todo lo que sigue es inventado.\nSe presentó la cuenta pública y "
            "se conversó sobre las convocatorias en la región. Se respondieron dos preguntas en "
            "la sala; la tercera se responde por escrito.",
        )  # fmt: skip
        desk.publish_hearing_acta(made.now, by=manager, now=now)

    def promise(now: datetime) -> None:
        record_commitment(
            made.now.account, hearing=made.now, unit=Unit.objects.get(slug="operaciones"),
            text="Avisar por correo a quienes queden en lista de espera, y por qué. "
            "(Demostración.)",
            due_on=forward(script.calendar, now.astimezone(CHILE).date(), 30), is_demo=True,
            by=manager, now=now,
        )  # fmt: skip

    script.then(script.at(16, 10), call)
    script.then(starts, begin)
    ask("aloud", _ALOUD)
    ask("sent", _SENT, by_phone=True)
    ask("last", _LAST)
    answer("aloud", 50)
    answer("sent", 60)
    script.then(starts + timedelta(hours=2), end)
    script.then(script.at(4, 10), promise)
    for days_ago, name in ((5, "aloud"), (4, "sent")):
        script.then(script.at(days_ago, 12), lambda now, name=name: _admit(made, name, now))  # type: ignore[misc]
    script.then(script.at(3, 16), write)


def _admit(made: Made, name: str, now: datetime) -> None:
    """The desk reads it as any other, and publishes it."""
    filing = Submission.objects.get(hearing_question=made.questions[name])
    moderation.admit_submission(filing, by=person(MODERATOR), now=now)
