"""The participation of the demonstration: invented people who ask, invented officials who answer.

Everything walks the real actions, at instants counted back in business days from the day it is
first loaded, so that a newcomer finds the window open and something in every state. What is said
about Sercotec is read in its account; people, questions, units and answers are invented and marked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cuenta.demo_answered import ANSWERED
from cuenta.demo_commitments import plan_commitments, plan_milestones
from cuenta.demo_council import plan_council
from cuenta.demo_hearings import plan_hearings
from cuenta.demo_questions import BODY, QUESTIONS, Answered, Question
from cuenta.demo_script import Script, person
from cuenta.demo_users import MANAGER, MODERATOR, REVIEWER, SIGNER, WRITER
from participation.actions import (
    answers,
    grouping,
    handling,
    moderation,
    notes,
    process,
    terms,
)
from participation.actions.about import about_of
from participation.actions.filing import (
    About,
    Author,
    confirm_submission,
    intake_submission,
    send_submission,
)
from participation.actions.satisfaction import rate_answer
from participation.clocks import calendar_for
from participation.deadlines import CHILE, back, forward
from participation.models import RefusalReason, Submission, Unit, Window
from participation.process import latest_answers
from participation.process_moves import propose
from participation.processes import rules_on
from participation.register import seal_everything
from participation.subjects import place_at
from programs.models import PublicAccount, Region

OPENED, CLOSES = 70, 12  # business days ago, and from now
PUBLISHED = OPENED + 9  # the document goes on the web some days before the event
PROMISED_TO, PROMISED_AGO = "ferias", 24  # the answer that commits, and when its steps were said
PLANNED, EXTENDED = PUBLISHED + 25, 8  # business days ago: when its dates were decided and extended
EXTENDED_BY, FOLLOWED_FOR = 5, 120  # business days
WHY_EXTENDED = (
    "Demostración: varias personas pidieron más tiempo, porque hubo cortes de luz en la zona sur."
)
UNITS = (
    ("operaciones", "Unidad de Operaciones (demostración)", WRITER),
    ("estudios", "Unidad de Estudios (demostración)", WRITER),
)


def published_before(now: datetime) -> datetime:
    """When the demonstration's first edition is dated, so that it comes before what is asked."""
    day = back(calendar_for(), now.astimezone(CHILE).date(), PUBLISHED)
    return datetime.combine(day, time(10, 30), tzinfo=CHILE)


def load_participation(
    account: PublicAccount, *, now: datetime, passwords: Mapping[str, str] | None = None
) -> bool:
    """Play the script once, people's questions and the council's work in the order of their days;
    whether anything was played now. `passwords` are those of the councillors."""
    script = Script(account, calendar_for(), now)
    is_new = not Window.objects.filter(account=account).exists()
    if is_new:
        _open_window(script)
        units = _make_units()
        for question in (*QUESTIONS, *ANSWERED):
            _ask(script, question)
            _handle(script, question, units)
        plan_commitments(script)
        plan_milestones(script, PROMISED_TO, PROMISED_AGO)
    plan_council(script, passwords or {})
    plan_hearings(script)
    script.play()
    if is_new:
        _support(script)
    if script.acts:
        seal_everything()
    return bool(script.acts)


def _open_window(script: Script) -> None:
    """The calendar, planned before the account was published, and its reception extended since."""
    manager, planned = person(MANAGER), script.at(PLANNED)
    rules = rules_on(planned.date())
    opened, published = script.at(OPENED).date(), published_before(script.now).date()
    today = script.now.astimezone(CHILE).date()
    plan = replace(
        propose(opened, rules, script.calendar, consults=False),
        publish_on=published,
        closes_on=forward(script.calendar, today, CLOSES - EXTENDED_BY),
        answers_from=Window.Origin.FILING,
        answers_on=None, report_on=None, follow_up_until=None,
    )  # fmt: skip
    answers_on = latest_answers(plan, rules, script.calendar)
    plan = replace(
        plan,
        answers_on=answers_on,
        report_on=forward(script.calendar, answers_on, rules.summary.length),
        follow_up_until=forward(script.calendar, answers_on, FOLLOWED_FOR),
    )
    script.then(
        planned,
        lambda now: process.plan_calendar(script.account, plan=plan, by=manager, now=now),
    )
    script.then(
        script.at(EXTENDED),
        lambda now: process.extend_reception(
            script.account, days=EXTENDED_BY, reason=WHY_EXTENDED, by=manager, now=now
        ),
    )


def _today(script: Script) -> date:
    return script.now.astimezone(CHILE).date()


def _make_units() -> dict[str, Unit]:
    units = {}
    for slug, name, email in UNITS:
        writer = person(email)
        unit, _ = Unit.objects.get_or_create(slug=slug, defaults={"name": name, "head": writer})
        unit.members.add(writer)
        units[slug] = unit
    return units


def _ask(script: Script, question: Question) -> None:
    def send(now: datetime) -> None:
        common = {
            "account": script.account, "kind": question.kind, "text": question.text,
            "about": _about(question), "shown_name": question.shown_name,
            "region": Region.objects.filter(code=question.region).first(), "is_demo": True,
        }  # fmt: skip
        author = Author(email=question.email, full_name=question.full_name, sex=question.sex)
        if question.channel == Submission.Channel.PORTAL:
            made = send_submission(**common, author=author, now=now)
        else:
            made = intake_submission(
                **common, author=author, channel=question.channel, arrived_at=now,
                by=person(MODERATOR), now=now,
            )  # fmt: skip
        script.made[question.name] = made

    sent = script.at(question.days_ago, question.hour, question.minute)
    script.then(sent, send)
    if question.is_confirmed:
        minute = timedelta(minutes=4)
        script.then(
            min(sent + minute, script.now),
            lambda now: confirm_submission(script.current(question.name), now=now),
        )


def _about(question: Question) -> About:
    place = place_at(question.about) if question.about else None
    return about_of(place) if place else About()


def _handle(script: Script, question: Question, units: dict[str, Unit]) -> None:
    """The acts of the staff, each some days after it arrived."""
    name, arrived = question.name, question.days_ago

    def then(days_later: int, hour: int, act: Callable[[Submission, datetime], object]) -> None:
        instant = script.at(max(arrived - days_later, 0), hour)
        script.then(instant, lambda now: act(script.current(name), now))

    for days_later, hour, act in _steps(question, units, script):
        then(days_later, hour, act)
    if question.served:
        said = script.at(question.served_ago, 20)
        script.then(said, lambda now: rate_answer(
            script.current(name), value=question.served, now=now))  # fmt: skip


Step = tuple[int, int, Callable[[Submission, datetime], object]]


def _steps(question: Question, units: dict[str, Unit], script: Script) -> list[Step]:
    until = question.until
    steps: list[Step] = []
    if until in ("received", "unconfirmed"):
        return steps
    if until == "withdrawn":
        return [(2, 16, lambda s, now: handling.withdraw_submission(s, now=now))]
    moderator = person(MODERATOR)
    if until == "mending":
        asked = question.note
        return [
            (1, 12, lambda s, now: moderation.ask_to_mend(s, request=asked, by=moderator, now=now))
        ]
    if until == "not_admitted":
        reason = RefusalReason.objects.get(slug="publicidad")
        return [
            (1, 12, lambda s, now: moderation.refuse_submission(
                s, reason=reason, note=question.note, by=moderator, now=now))
        ]  # fmt: skip
    if until == "referred":
        return [
            (1, 12, lambda s, now: handling.refer_submission(
                s, body=BODY, note=question.note, by=moderator, now=now))
        ]  # fmt: skip
    steps.append((1, 12, lambda s, now: moderation.admit_submission(
        s, title=question.title, by=moderator, now=now)))  # fmt: skip
    if until == "admitted":
        return steps
    if until == "grouped":
        head = question.grouped_with
        steps.append((2, 13, lambda s, now: grouping.group_submissions(
            script.current(head), [s], by=moderator, now=now)))  # fmt: skip
        return steps
    return steps + _answering(script, question, units[question.unit], until)


def _answering(script: Script, question: Question, unit: Unit, until: str) -> list[Step]:
    writer, reviewer, signer = (person(each) for each in (WRITER, REVIEWER, SIGNER))
    manager = person(MANAGER)
    steps: list[Step] = [
        (1, 15, lambda s, now: handling.assign_submission(
            s, unit=unit, user=writer, by=manager, now=now)),
    ]  # fmt: skip
    if question.extended_by:
        steps.append((3, 10, lambda s, now: terms.extend_submission(
            s, days=question.extended_by, reason=question.note, by=manager, now=now)))  # fmt: skip
    if question.internal_note:
        steps.append(
            (
                2,
                9,
                lambda s, now: notes.add_note(s, text=question.internal_note, by=writer, now=now),
            )
        )
    if until == "assigned":
        return steps
    answer = question.answer or Answered("")
    due_on = forward(script.calendar, _today(script), answer.due) if answer.due else None
    signed = question.answered_in
    steps.append((signed - 3, 11, lambda s, now: answers.save_answer(
        s, text=answer.text, effect=answer.effect, figures=list(answer.figures),
        promise=answer.promise, promise_due_on=due_on, by=writer, now=now)))  # fmt: skip
    if until == "drafting":
        return steps
    steps.append(
        (signed - 2, 10, lambda s, now: answers.send_answer_to_review(s, by=writer, now=now))
    )
    if until == "in_review":
        return steps
    steps.append((signed - 1, 12, lambda s, now: answers.review_answer(s, by=reviewer, now=now)))
    steps.append((signed, 17, lambda s, now: answers.publish_answer(s, by=signer, now=now)))
    if until == "closed":
        steps.append((signed + 2, 10, lambda s, now: handling.mark_notified(s, now=now)))
        steps.append(
            (signed + 5, 10, lambda s, now: handling.close_submission(s, by=manager, now=now))
        )
    return steps


def _support(script: Script) -> None:
    for question in (*QUESTIONS, *ANSWERED):
        submission = script.current(question.name)
        if submission.is_public:
            for number in range(question.supports):
                handling.support_submission(submission, supporter=f"demo-{number}", now=script.now)
