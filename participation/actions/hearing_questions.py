"""The questions of a hearing: entered from the floor, sent from a telephone, shown and answered.

Whatever was read gets its folio through `intake_submission`, also what is not shown: the desk, the
terms and the answer are those of everybody. What may be shown on the screen is decided by staff.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from participation.actions.filing import About, Author, check_length, intake_submission
from participation.actions.hearing_corridor import hearing_name, hold_hearing, move_question
from participation.actions.identities import opened
from participation.actions.words import one_line, written
from participation.keys import seal
from participation.models import Hearing, HearingQuestion, Submission
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User

Why, Source = HearingQuestion.Why, HearingQuestion.Source
LONGEST_SPOKEN, LONGEST_SENT = 1_500, 500
LONGEST_NAME, LONGEST_EMAIL = 100, 254
LONGEST_RECORDING = 86_400  # seconds
NOT_OPEN = "Las preguntas se reciben mientras la audiencia está en curso."


@transaction.atomic
def enter_question(
    hearing: Hearing, *, text: str, name: str = "", email: str = "", shows_name: bool = False,
    by: User, now: datetime,
) -> HearingQuestion:  # fmt: skip
    """Write down what somebody asked aloud: it has its folio at once and waits for its turn.

    Raises:
        Refused: `by` may not, it is not being held, or the text is too short or too long.
    """
    check_may(by, "hold_hearing")
    held = hold_hearing(hearing)
    question = _new(held, Source.FLOOR, text, LONGEST_SPOKEN, name, email, shows_name, uuid4(), now)
    _file(question, by=by, now=now)
    return move_question(question, "admit", by=by, now=now)


@transaction.atomic
def send_question(
    hearing: Hearing, *, text: str, name: str = "", email: str = "", shows_name: bool = False,
    uid: UUID, now: datetime,
) -> HearingQuestion:  # fmt: skip
    """Take in what a telephone sent; staff read it before anybody else. The same `uid` is one.

    Raises:
        Refused: it is not being held, or the text is too short or too long.
    """
    known = HearingQuestion.objects.filter(uid=uid, hearing=hearing).first()
    if known is not None:
        return known
    return _new(hearing, Source.PHONE, text, LONGEST_SENT, name, email, shows_name, uid, now)


@transaction.atomic
def admit_question(question: HearingQuestion, *, by: User, now: datetime) -> HearingQuestion:
    """It was read and may be shown: it gets its folio and waits for its turn.

    Raises:
        Refused: `by` may not, or it was decided already.
    """
    held = _hold(question)
    _file(held, by=by, now=now)
    return move_question(held, "admit", by=by, now=now, why="")


@transaction.atomic
def set_aside_question(
    question: HearingQuestion, *, why: str, by: User, now: datetime
) -> HearingQuestion:
    """It will not be shown; it has its folio all the same, and the desk decides on it.

    Raises:
        Refused: `by` may not, gives no reason of the list, or it was shown already.
    """
    if why not in Why.values:
        raise Refused("Elija por qué no se muestra.")
    held = _hold(question)
    _file(held, by=by, now=now)
    return move_question(held, "set_aside", by=by, now=now, why=why)


@transaction.atomic
def drop_question(question: HearingQuestion, *, by: User, now: datetime) -> HearingQuestion:
    """It asks nothing (a test, a joke): what was written goes, and that it came stays counted.

    Raises:
        Refused: `by` may not, or it was read already.
    """
    held = _hold(question)
    if held.submission is not None:
        raise Refused("Ya tiene folio: no se puede descartar.")
    return move_question(held, "drop", by=by, now=now, text="", name_sealed="", email_sealed="")


@transaction.atomic
def show_question(question: HearingQuestion, *, by: User, now: datetime) -> HearingQuestion:
    """Put it on the screen; the one that was there leaves it.

    Raises:
        Refused: `by` may not, it has to be read first, or its author took it back.
    """
    held = _hold(question)
    _check_is_open(held.hearing)
    if held.submission is not None and held.submission.state == "withdrawn":
        raise Refused("Quien la presentó la retiró.")
    for other in held.hearing.questions.filter(state="shown").exclude(pk=held.pk):
        _leave_screen(other, by=by, now=now)
    seconds = held.second if held.second is not None else second_at(held.hearing, now)
    return move_question(
        held, "show", by=by, now=now, shown_at=held.shown_at or now, second=seconds
    )


@transaction.atomic
def take_down_question(question: HearingQuestion, *, by: User, now: datetime) -> HearingQuestion:
    """Take it off the screen: its turn comes later.

    Raises:
        Refused: `by` may not, or it is not on the screen.
    """
    return move_question(_hold(question), "take_down", by=by, now=now)


@transaction.atomic
def answer_question(
    question: HearingQuestion, *, second: int | None = None, by: User, now: datetime
) -> HearingQuestion:
    """It was answered aloud. Its written answer is owed all the same.

    Raises:
        Refused: `by` may not, it was not read yet, or the recording is not that long.
    """
    held = _hold(question)
    _check_second(second)
    if second is None:
        second = held.second if held.second is not None else second_at(held.hearing, now)
    return move_question(held, "answer", by=by, now=now, answered_at=now, second=second)


@transaction.atomic
def place_question(
    question: HearingQuestion, *, second: int | None, by: User, now: datetime
) -> HearingQuestion:
    """Say at which second of the recording it is answered; None: it is not known.

    Raises:
        Refused: `by` may not, it was not answered aloud, or its acta is published.
    """
    check_may(by, "hold_hearing")
    held = _hold(question)
    _check_second(second)
    if held.state != "answered":
        raise Refused("Solo lo que se respondió en la sala tiene un lugar en la grabación.")
    if held.hearing.state == "published":
        raise Refused("El acta ya está publicada: sus minutos no cambian.")
    told = {"from": held.second, "to": second, "folio": held.submission and held.submission.folio}
    held.second = second
    held.save(update_fields=["second"])
    record("question_place", about=hearing_name(held.hearing), now=now, by=by, **told)
    return held


@transaction.atomic
def order_question(
    question: HearingQuestion, *, up: bool, by: User, now: datetime
) -> HearingQuestion:
    """Let it come before the one that stands before it, or after the next one.

    Raises:
        Refused: `by` may not, or it does not wait for its turn.
    """
    check_may(by, "hold_hearing")
    held = _hold(question)
    if held.state != "ready":
        raise Refused("Solo se ordenan las que esperan su turno.")
    line = list(held.hearing.questions.filter(state="ready").order_by("position", "pk"))
    place = next(at for at, each in enumerate(line) if each.pk == held.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(line):
        line[place], line[other] = line[other], line[place]
        for position, each in enumerate(line, start=1):
            each.position = position
        HearingQuestion.objects.bulk_update(line, ["position"])
    return held


def file_what_waits(held: Hearing, *, by: User, now: datetime) -> int:
    """Give a folio to whatever nobody read before the end: it is answered in writing. How many.

    The caller holds the hearing.
    """
    waiting = list(held.questions.filter(state="queued").order_by("position", "pk"))
    for each in waiting:
        _file(each, by=by, now=now)
        move_question(each, "set_aside", by=by, now=now, why=Why.TIME)
    for each in held.questions.filter(state="shown"):
        move_question(each, "answer", by=by, now=now, answered_at=now)
    return len(waiting)


def second_at(hearing: Hearing, now: datetime) -> int | None:
    """The second of the recording that runs at `now`; None where it is not known."""
    began = hearing.recorded_from
    if began is None or now < began:
        return None
    return int((now - began).total_seconds())


def _leave_screen(other: HearingQuestion, *, by: User, now: datetime) -> None:
    """What was on the screen was being answered: showing the next says that it was."""
    move_question(other, "answer", by=by, now=now, answered_at=now)


def _new(
    hearing: Hearing, source: str, text: str, longest: int, name: str, email: str,
    shows_name: bool, uid: UUID, now: datetime,
) -> HearingQuestion:  # fmt: skip
    _check_is_open(hearing)
    text = written(text, asked="Escriba la pregunta.", longest=longest)
    check_length(text)
    name = one_line(name, asked="", longest=LONGEST_NAME, needed=False)
    email = one_line(email, asked="", longest=LONGEST_EMAIL, needed=False)
    last = hearing.questions.aggregate(last=Max("position"))["last"] or 0
    return HearingQuestion.objects.create(
        uid=uid, hearing=hearing, source=source, state="queued", position=last + 1, text=text,
        name_sealed=seal(name) if name else "", email_sealed=seal(email) if email else "",
        shows_name=shows_name and bool(name), asked_at=now,
    )  # fmt: skip


def _check_is_open(hearing: Hearing) -> None:
    if hearing.state != "open":
        raise Refused(NOT_OPEN)


def _check_second(second: int | None) -> None:
    if second is not None and not 0 <= second <= LONGEST_RECORDING:
        raise Refused("La grabación no llega hasta ahí.")


def _hold(question: HearingQuestion) -> HearingQuestion:
    """The question with its hearing, both locked; the hearing first."""
    held = hold_hearing(question.hearing)
    row = HearingQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    row.hearing = held
    return row


def _file(question: HearingQuestion, *, by: User, now: datetime) -> None:
    """Give it its folio, if it has none; what was here is kept there from now on."""
    if question.submission is not None:
        return
    hearing = question.hearing
    name = opened(question.name_sealed)
    edition = hearing.account.editions.order_by("-number").first()
    question.submission = intake_submission(
        account=hearing.account, kind=Submission.Kind.QUESTION, text=question.text,
        channel=Submission.Channel.HEARING, arrived_at=question.asked_at, by=by, now=now,
        about=About(edition=edition, kind="la cuenta", title=hearing.account.title)
        if edition is not None else About(),
        author=Author(email=opened(question.email_sealed), full_name=name),
        shown_name=name if question.shows_name else "", uid=question.uid,
        is_demo=hearing.is_demo,
    )  # fmt: skip
    question.text = question.name_sealed = question.email_sealed = ""
