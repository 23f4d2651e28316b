"""What is told to who presented a submission, at each step of its life.

Each function says when its message no longer holds: a mail that comes late must still be true.
"""

from typing import Any

from participation.emails import Letter, NothingToSay, kind
from participation.links import CONFIRM_WITHIN, confirm_url, public_url, tracking_url
from participation.models import Answer, ClockRule, Deadline, Message, Submission
from participation.unconfirmed import may_be_told, must_confirm

Clock = ClockRule.Clock
_DONE = ("answered", "notified", "closed", "not_admitted", "referred", "converted", "withdrawn")


def submission_of(message: Message, *, is_first: bool = False) -> Submission:
    """The submission that a message is about. `is_first`: its receipt, or what asks to confirm.

    Raises:
        NothingToSay: it is not there any more, or its e-mail was given in a hall and nobody
            confirmed it.
    """
    rows = Submission.objects.select_related("account__institution", "refusal", "group_head")
    submission = rows.filter(pk=message.object_id).first()
    if submission is None:
        raise NothingToSay("its submission is gone")
    if message.person is not None and not is_first:
        _must(may_be_told(message.person, submission))
    return submission


def _values(submission: Submission, **more: Any) -> dict[str, Any]:
    """What every message about a submission says."""
    return {
        "submission": submission,
        "institution": submission.account.institution,
        **_grammar(submission),
        "folio": submission.folio,
        "tracking_url": tracking_url(submission),
        "public_url": public_url(submission) if submission.is_public else "",
        **more,
    }


def _grammar(submission: Submission) -> dict[str, str]:
    """How the sentences call it: a consulta and an observación are `la`, a planteamiento `lo`."""
    is_he = submission.kind == Submission.Kind.STATEMENT
    return {
        "noun": submission.get_kind_display().lower(),
        "it": "lo" if is_he else "la",
        "a": "o" if is_he else "a",
    }


def _must(holds: bool) -> None:
    if not holds:
        raise NothingToSay("it no longer holds")


def _deadline(submission: Submission, clock: Clock) -> Deadline:
    found = submission.deadlines.select_related("rule").filter(clock=clock).first()
    if found is None:
        raise NothingToSay("it has no such term")
    return found


@kind("confirm_address", "Confirmación de correo")
def confirm_address(message: Message) -> Letter:
    submission = submission_of(message, is_first=True)
    _must(submission.state == "unconfirmed")
    return Letter(
        {
            "institution": submission.account.institution,
            **_grammar(submission),
            "sent_at": submission.sent_at,
            "confirm_url": confirm_url(submission),
            "days": CONFIRM_WITHIN.days,
        }
    )


@kind("receipt", "Comprobante")
def receipt(message: Message) -> Letter:
    submission = submission_of(message, is_first=True)
    _must(submission.folio is not None)
    values = _values(submission, deadline=_deadline(submission, Clock.ANSWER))
    if must_confirm(submission):  # the way to its page is behind the link that confirms
        values |= {"tracking_url": "", "confirm_url": confirm_url(submission)}
        values["days"] = CONFIRM_WITHIN.days
    return Letter(values)


@kind("admitted", "Aviso de publicación")
def admitted(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.is_public and submission.state not in _DONE)
    return Letter(_values(submission))


@kind("refused", "Aviso de no admisión")
def refused(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "not_admitted")
    return Letter(
        _values(submission, reason=submission.refusal, was_reviewed=submission.reviewed_at)
    )


@kind("mend", "Solicitud de completar")
def mend(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "mending")
    return Letter(_values(submission, deadline=_deadline(submission, Clock.MEND)))


@kind("lapsed", "Aviso de término sin completar")
def lapsed(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "withdrawn")
    return Letter(_values(submission))


@kind("referred", "Aviso de derivación")
def referred(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "referred")
    return Letter(_values(submission))


@kind("converted", "Aviso de solicitud de información")
def converted(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "converted")
    access = submission.deadlines.filter(clock=Clock.ACCESS).first()
    return Letter(_values(submission, deadline=access))


@kind("grouped", "Aviso de respuesta conjunta")
def grouped(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state == "grouped")
    head = submission.group_head
    return Letter(
        _values(
            submission,
            head=head,
            head_url=public_url(head) if head is not None and head.is_public else "",
        )
    )


@kind("extended", "Aviso de ampliación de plazo")
def extended(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state not in _DONE)
    return Letter(_changed(submission))


@kind("due_changed", "Aviso de cambio de plazo")
def due_changed(message: Message) -> Letter:
    submission = submission_of(message)
    _must(submission.state not in _DONE)
    return Letter(_changed(submission))


def _changed(submission: Submission) -> dict[str, Any]:
    deadline = _deadline(submission, Clock.ANSWER)
    change = deadline.changes.order_by("-at", "-pk").first()
    if change is None:
        raise NothingToSay("its term did not change")
    return _values(submission, deadline=deadline, change=change)


@kind("answered", "Aviso de respuesta")
def answered(message: Message) -> Letter:
    """Who was grouped reads the one reasoned answer of its group (Ley 19.880, art. 39)."""
    submission = submission_of(message)
    _must(submission.answered_at is not None)
    answer = Answer.objects.read_by_author_of(submission)
    if answer is None:
        raise NothingToSay("the answer is not published")
    return Letter(
        _values(submission, answer=answer, is_shared=answer.submission_id != submission.pk,
                rate_url=f"{tracking_url(submission)}opinar/")
    )  # fmt: skip
