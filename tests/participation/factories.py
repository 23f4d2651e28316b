"""Submissions in every state, brought there by the real actions, and the staff who bring them.

`submission_at("in_review")` walks the shortest way. Nothing is written behind the actions' back but
what no action makes: accounts, units, files.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from participation import models
from participation.actions import answers, filing, grouping, handling, moderation
from participation.models import RefusalReason, Submission, Unit
from programs.models import PublicAccount, User
from tests.factories import AccountFactory, UserFactory

NOW = datetime(2026, 6, 10, 14, 0, tzinfo=UTC)  # a Wednesday, ten in the morning in Chile
STEP = timedelta(minutes=10)
TEXT = "¿Por qué el monto del programa bajó respecto del año anterior? Quisiera saber el motivo."
ANSWER = "El monto bajó porque el concurso del segundo semestre se declaró desierto."
EMAIL = "rosa.quilodran@correo.invalid"
FULL_NAME = "Rosa Quilodrán Ñancupil"

COORDINATOR = "Coordinación de participación"
MODERATOR = "Moderación"
WRITER = "Redacción"
REVIEWER = "Revisión jurídica"
SIGNER = "Firma de respuestas"
AUDITOR = "Auditoría"
SECRETARY = "Secretaría del Consejo"
HEAD = "Jefatura del servicio"


class UnitFactory(DjangoModelFactory[models.Unit]):
    class Meta:
        model = models.Unit

    slug = factory.Sequence(lambda n: f"unidad-{n}")
    name = factory.Sequence(lambda n: f"Unidad {n}")


class AttachmentFactory(DjangoModelFactory[models.Attachment]):
    class Meta:
        model = models.Attachment

    file = factory.LazyAttribute(lambda o: ContentFile(b"%PDF-1.4 prueba", name=o.name))
    name = "documento.pdf"
    content_type = "application/pdf"
    size = 15
    sha256 = "0" * 64
    added_at = NOW


def staff(role: str) -> User:
    """The person of the tests who has that role, made the first time that it is asked for."""
    slug = {
        COORDINATOR: "coordina", MODERATOR: "modera", WRITER: "redacta", REVIEWER: "revisa",
        SIGNER: "firma", AUDITOR: "audita", SECRETARY: "secretaria", HEAD: "dirige",
    }[role]  # fmt: skip
    email = f"{slug}@servicio.invalid"
    known: User | None = User.objects.filter(email=email).first()
    return known or UserFactory(email=email, full_name=f"Persona que {slug}", role=role)


def account_of_tests() -> PublicAccount:
    """One account for a test that does not care which."""
    return PublicAccount.objects.first() or AccountFactory(account_year=2026)


def unit_of_tests() -> Unit:
    """A unit with the writer in it."""
    unit = Unit.objects.filter(slug="estudios").first()
    if unit is None:
        unit = UnitFactory(slug="estudios", name="Unidad de Estudios")
        unit.members.add(staff(WRITER))
    return unit


def file_submission(**overrides: Any) -> Submission:
    """A filing as the portal takes it. With `email=""` it is received at once.

    Overrides: what `send_submission` takes, and `email`, `full_name`, `organisation`, `contact`,
    `sex` of its author.
    """
    author = filing.Author(
        email=overrides.pop("email", EMAIL),
        full_name=overrides.pop("full_name", FULL_NAME),
        organisation=overrides.pop("organisation", ""),
        contact=overrides.pop("contact", ""),
        sex=overrides.pop("sex", ""),
    )
    values = {"kind": Submission.Kind.QUESTION, "text": TEXT, "now": NOW, **overrides}
    account = values.pop("account", None) or account_of_tests()
    return filing.send_submission(account=account, author=author, **values)


def received(**overrides: Any) -> Submission:
    """A filing with its folio."""
    sent = file_submission(**overrides)
    if sent.folio:
        return sent
    return filing.confirm_submission(sent, now=sent.sent_at + STEP)


def first_reason() -> RefusalReason:
    """Any reason in force to refuse."""
    return RefusalReason.objects.filter(is_active=True)[0]


def _unconfirmed(**overrides: Any) -> Submission:
    return file_submission(**{"must_confirm": True, **overrides})


def _mending(**overrides: Any) -> Submission:
    at = received(**overrides)
    request = "Diga de qué programa habla."
    return moderation.ask_to_mend(at, request=request, by=staff(MODERATOR), now=_later(at, 2))


def _admitted(**overrides: Any) -> Submission:
    at = received(**overrides)
    return moderation.admit_submission(at, by=staff(MODERATOR), now=_later(at, 2))


def _assigned(
    *, unit: Unit | None = None, user: User | None = None, **overrides: Any
) -> Submission:
    at = _admitted(**overrides)
    by = staff(COORDINATOR)
    if unit is None:
        unit, user = unit_of_tests(), user or staff(WRITER)
    return handling.assign_submission(at, unit=unit, user=user, by=by, now=_later(at, 3))


def _drafting(
    *, effect: str = "informs", figures: tuple[str, ...] = (), answer: str = ANSWER, **more: Any
) -> Submission:
    at = _assigned(**more)
    answers.save_answer(
        at, text=answer, effect=effect, figures=figures, by=staff(WRITER), now=_later(at, 4),
        **promise(at, effect),
    )  # fmt: skip
    at.refresh_from_db()
    return at


def promise(at: Submission, effect: str) -> dict[str, Any]:
    """What an answer that commits has to say: what, and for when (by its own unit)."""
    if effect != "commits":
        return {}
    day = (at.sent_at + timedelta(days=180)).date()
    return {"promise": "Publicar la lista de espera de cada región.", "promise_due_on": day}


def _in_review(**overrides: Any) -> Submission:
    at = _drafting(**overrides)
    return answers.send_answer_to_review(at, by=staff(WRITER), now=_later(at, 5))


def reviewed(**overrides: Any) -> Submission:
    """In review, with what the lawyer had to say: only the signature is missing."""
    at = _in_review(**overrides)
    return answers.review_answer(at, by=staff(REVIEWER), now=_later(at, 6))


def _answered(**overrides: Any) -> Submission:
    at = reviewed(**overrides)
    answers.publish_answer(at, office="Directora", by=staff(SIGNER), now=_later(at, 7))
    at.refresh_from_db()
    return at


def _notified(**overrides: Any) -> Submission:
    at = _answered(**overrides)
    return handling.mark_notified(at, now=_later(at, 8))


def _closed(**overrides: Any) -> Submission:
    at = _notified(**overrides)
    return handling.close_submission(at, by=staff(COORDINATOR), now=_later(at, 9))


def _grouped(*, head: Submission | None = None, **overrides: Any) -> Submission:
    at = _admitted(**overrides)
    head = head or _admitted(**{**overrides, "email": "cabeza@correo.invalid", "uid": None})
    grouping.group_submissions(head, [at], by=staff(MODERATOR), now=_later(at, 4))
    at.refresh_from_db()
    return at


def _not_admitted(**overrides: Any) -> Submission:
    at = received(**overrides)
    by = staff(MODERATOR)
    return moderation.refuse_submission(at, reason=first_reason(), by=by, now=_later(at, 2))


def _referred(**overrides: Any) -> Submission:
    at = received(**overrides)
    body = "Servicio de Impuestos Internos"
    return handling.refer_submission(at, body=body, by=staff(MODERATOR), now=_later(at, 2))


def _converted(**overrides: Any) -> Submission:
    at = received(**overrides)
    return handling.convert_submission(at, by=staff(MODERATOR), now=_later(at, 2))


def _withdrawn(**overrides: Any) -> Submission:
    at = received(**overrides)
    return handling.withdraw_submission(at, now=_later(at, 2))


def _later(at: Submission, steps: int) -> datetime:
    return at.sent_at + steps * STEP


WAYS: dict[str, Callable[..., Submission]] = {
    "unconfirmed": _unconfirmed,
    "received": received,
    "mending": _mending,
    "admitted": _admitted,
    "assigned": _assigned,
    "drafting": _drafting,
    "in_review": _in_review,
    "answered": _answered,
    "notified": _notified,
    "closed": _closed,
    "grouped": _grouped,
    "not_admitted": _not_admitted,
    "referred": _referred,
    "converted": _converted,
    "withdrawn": _withdrawn,
}


def submission_at(state: str, **overrides: Any) -> Submission:
    """A submission in `state`, by the real actions, sent at `now` (NOW) and ten minutes a step.

    Overrides: as `file_submission`; from `assigned` on also `unit` and `user`; from `drafting` on
    also `effect`, `figures` and `answer`; for `grouped` also `head`.
    """
    return WAYS[state](**overrides)
