"""The acts on a filing that staff may do: words, form and action. No rule is here.

Whether an act belongs to a state is asked of `transitions`, who may do it of `permissions`, and
why it cannot be done now of the check that the action itself makes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.urls import reverse

from participation import forms_answers, forms_parts, forms_staff
from participation.actions import answers, grouping, handling, identities, moderation, notes, terms
from participation.actions.publishing import check_did_not_write
from participation.models import Answer, Submission
from participation.permissions import may
from participation.personal_data import Kind
from participation.transitions import ACTION, Refused, acts_of, allows
from programs.models import User

Form = type[forms_staff.ActForm]


@dataclass(frozen=True, slots=True)
class Act:
    """An act: `actions` are its names in the table of transitions; none for what moves no state."""

    code: str
    button: str
    do: Callable[..., Any]
    done: str
    actions: tuple[str, ...] = ()
    permission: str = ""
    form: Form = forms_staff.ActForm
    consequences: tuple[str, ...] = ()
    is_inside: bool = False  # its form stands in the page of the filing
    why_not: Callable[[Submission, User], str] = lambda _submission, _user: ""

    def needs(self, kind: str = "") -> str:
        """The codename that staff need for a filing of that kind; where it has no such act, the
        one that others need: the act itself says then why not."""
        if self.permission:
            return self.permission
        return acts_of(kind).get(self.actions[0], ACTION[self.actions[0]]).permission

    def may(self, user: User, kind: str = "") -> bool:
        """Whether `user` may do it to a filing of that kind."""
        return may(user, self.needs(kind))

    @property
    def law(self) -> str:
        return ACTION[self.actions[0]].law if self.actions else ""

    def belongs_to(self, submission: Submission) -> bool:
        """Whether the state of `submission` has this act."""
        return not self.actions or any(
            allows(name, submission.state, submission.kind) for name in self.actions
        )


@transaction.atomic
def _redact(
    submission: Submission,
    *,
    chosen: dict[str, list[tuple[str, Kind]]],
    expected_version: int,
    **who: Any,
) -> None:
    """Reserve in several places at once: all of it or nothing. The first covers its repetitions."""
    version: int | None = expected_version
    for where, phrases in chosen.items():
        field, _, key = where.partition(":")
        attachment = submission.attachments.get(pk=key) if key else None
        if version is None:
            submission.refresh_from_db(fields=["text", "title", "shown_name"])
            text = attachment.name if attachment else getattr(submission, field)
            phrases = [each for each in phrases if each[0] in text]
        if phrases:
            moderation.redact_submission(
                submission, field=field, phrases=phrases, attachment=attachment,
                expected_version=version, **who,
            )  # fmt: skip
            version = None


def _group(
    submission: Submission, *, members: Iterable[Submission], expected_version: int, **who: Any
) -> None:
    grouping.group_submissions(submission, members, **who)


@transaction.atomic
def _draft(submission: Submission, *, send: str, by: User, now: datetime, **given: Any) -> None:
    answers.save_answer(submission, by=by, now=now, **given)
    if send:
        answers.send_answer_to_review(submission, by=by, now=now)


def _leave(submission: Submission, *, expected_version: int, **who: Any) -> None:
    handling.release_submission(submission, **who)


def _why_not_uphold(submission: Submission, user: User) -> str:
    if submission.refused_by_id == user.pk:
        return "Usted decidió no admitirla: la revisión la hace otra persona."
    return ""


def in_progress(submission: Submission) -> Answer | None:
    """The answer that is being written or reviewed."""
    return submission.answers.filter(published_at__isnull=True).first()


def _why_not_review(submission: Submission, user: User) -> str:
    return _refusal(submission, lambda answer: check_did_not_write(answer, user))


def _why_not_sign(submission: Submission, user: User) -> str:
    missing = "" if _is_reviewed(submission) else "Falta el visto bueno jurídico de otra persona."
    return _refusal(submission, lambda answer: check_did_not_write(answer, user)) or missing


def _is_reviewed(submission: Submission) -> bool:
    answer = in_progress(submission)
    return answer is not None and answer.reviewed_at is not None


def _refusal(submission: Submission, check: Callable[[Answer], None]) -> str:
    answer = in_progress(submission)
    if answer is None:
        return answers.NOT_THERE
    try:
        check(answer)
    except Refused as refused:
        return str(refused)
    return ""


def _why_not_separate(submission: Submission, _user: User) -> str:
    try:
        handling.check_can_leave(submission)
    except Refused as refused:
        return str(refused)
    return ""


_PUBLIC = "Cualquier persona podrá leer su título, su texto y el nombre que eligió mostrar."
_TOLD = "Se le avisa a quien la presentó, si dejó su correo."

ACTS = (
    Act("admit", "Admitir y publicar", moderation.admit_submission,
        "Quedó publicada.", ("admit",), form=forms_parts.AdmitForm,
        consequences=(_PUBLIC, "Antes, reserve los datos personales que tenga.", _TOLD)),
    Act("assign", "Asignar a una unidad", handling.assign_submission,
        "Quedó asignada.", ("assign", "reassign"), form=forms_staff.AssignForm,
        consequences=("Desde hoy corre el plazo de la unidad para preparar su informe.",)),
    Act("ask_mend", "Pedir subsanación (art. 31)", moderation.ask_to_mend,
        "Se pidió completarla.", ("ask_mend",), form=forms_staff.MendForm,
        consequences=("Si no la completa en su plazo, se tiene por retirada.", _TOLD)),
    Act("refuse", "No admitir, con motivo", moderation.refuse_submission,
        "No se admitió. Quien la presentó puede pedir que otra persona lo revise.", ("refuse",),
        form=forms_staff.ReasonForm,
        consequences=("No se publica ni se responde; el motivo es público.", _TOLD)),
    Act("overturn", "Acoger la revisión y publicar", moderation.overturn_refusal,
        "Se acogió la revisión y quedó publicada.", ("overturn",),
        form=forms_parts.OverturnForm, why_not=_why_not_uphold, consequences=(_PUBLIC, _TOLD)),
    Act("uphold", "Mantener el motivo", moderation.uphold_refusal,
        "Se mantuvo el motivo.", ("uphold",), form=forms_staff.UpholdForm, why_not=_why_not_uphold,
        consequences=("Sigue sin publicarse.", _TOLD)),
    Act("refer", "Derivar a otro órgano (art. 14)", handling.refer_submission,
        "Quedó derivada.", ("refer",), form=forms_staff.ReferForm, why_not=_why_not_separate,
        consequences=("Ya no se responde aquí: envíela al órgano y guarde la constancia.", _TOLD)),
    Act("convert", "Convertir en solicitud de información", handling.convert_submission,
        "Sigue como solicitud de acceso a la información.", ("convert",),
        form=forms_staff.NoteToAuthorForm, why_not=_why_not_separate,
        consequences=("Corre el plazo de la Ley 20.285.", _TOLD)),
    Act("extend", "Ampliar el plazo (art. 26)", terms.extend_submission,
        "Se amplió el plazo.", ("extend",), form=forms_staff.ExtendForm,
        consequences=("Se puede una sola vez, y su motivo es público.", _TOLD)),
    Act("unassign", "Dejar sin unidad", handling.unassign_submission,
        "Quedó sin unidad.", ("unassign",),
        consequences=("Vuelve a esperar una unidad que la responda.",)),
    Act("ungroup", "Separar del grupo", grouping.ungroup_submission,
        "Se separó del grupo.", ("ungroup",),
        consequences=("Se responde por sí sola y espera una unidad.",)),
    Act("redraft", "Preparar otra versión de la respuesta", answers.redraft_answer,
        "Puede escribir la nueva versión.", ("redraft",), form=forms_staff.RedraftForm,
        consequences=("La versión publicada sigue a la vista hasta que se firme la nueva.",)),
    Act("close", "Cerrar", handling.close_submission,
        "Quedó cerrada.", ("close",), consequences=("El trámite termina.",)),
    Act("redact", "Reservar lo marcado", _redact, "Quedó reservado.", ("redact",),
        form=forms_parts.RedactForm, is_inside=True,
        consequences=("En su lugar queda una marca visible; el original se guarda sellado.",)),
    Act("group", "Agrupar en esta", _group, "Quedaron agrupadas.", ("group",),
        form=forms_parts.GroupForm, is_inside=True,
        consequences=("Una respuesta común (artículo 39). Se avisa a cada persona.",)),
    Act("draft", "Guardar borrador", _draft, "Se guardó.", ("draft",),
        form=forms_answers.DraftForm, is_inside=True),
    Act("send_to_review", "Enviar a revisión jurídica", answers.send_answer_to_review,
        "Se envió a revisión.", ("send_to_review",), is_inside=True,
        consequences=("La revisa otra persona, no quien la escribe.",)),
    Act("return", "Devolver a redacción", answers.return_answer,
        "Volvió a redacción.", ("return",), form=forms_staff.ReturnForm, is_inside=True),
    Act("review", "Dar el visto bueno jurídico", answers.review_answer,
        "Tiene el visto bueno. Ahora la firma otra persona.", ("review",), is_inside=True,
        why_not=_why_not_review,
        consequences=("Usted declara que la respuesta es correcta en derecho.",)),
    Act("answer", "Firmar y publicar", answers.publish_answer,
        "La respuesta quedó publicada.", ("answer",), form=forms_staff.SignForm, is_inside=True,
        why_not=_why_not_sign,
        consequences=("No podrá cambiarse ni borrarse: una corrección es otra versión.",)),
    Act("discard", "Descartar esta versión", answers.discard_draft,
        "Se descartó. La versión publicada sigue como está.", ("discard",), is_inside=True,
        consequences=("Lo escrito queda como nota interna; lo publicado no cambia.",)),
    Act("note", "Dejar la nota", notes.add_note, "Quedó la nota.",
        permission="note_submission", form=forms_staff.NoteForm, is_inside=True),
    Act("identity", "Ver quién escribió", identities.read_identity, "",
        permission="read_identity", form=forms_staff.PurposeForm, is_inside=True,
        consequences=("La lectura queda registrada con su nombre, la hora y para qué.",)),
    Act("publish_attachment", "Publicar el archivo", moderation.publish_attachment,
        "El archivo quedó a la vista.", permission="moderate_submission",
        form=forms_staff.FileForm, is_inside=True,
        consequences=("Cualquiera podrá descargarlo: revise que no muestre datos de nadie.",)),
    Act("unpublish_attachment", "Quitar de la vista", moderation.unpublish_attachment,
        "El archivo ya no está a la vista.", permission="moderate_submission",
        form=forms_staff.FileForm, is_inside=True),
    Act("leave", "Dejar de verla", _leave, "", permission="view_submission", is_inside=True),
)  # fmt: skip
# What usually comes next: of two, the one that can be done.
NEXT = MappingProxyType(
    {"received": ("admit",), "admitted": ("assign",), "in_review": ("review", "answer")}
)
ACT = MappingProxyType({act.code: act for act in ACTS})


@dataclass(frozen=True, slots=True)
class Button:
    """An act offered now; with `reason`, why it is not."""

    act: Act
    label: str
    url: str
    reason: str = ""
    is_next: bool = False  # what usually comes next in this state


def offered(submission: Submission, user: User) -> dict[str, Button]:
    """By code, the acts that this state has and this person may do."""
    found = {}
    for act in ACTS:
        if (
            act.belongs_to(submission)
            and act.may(user, submission.kind)
            and _makes_sense(act, submission)
        ):
            url = reverse(f"admin:participation_submission_{act.code}", args=[submission.pk])
            label, reason = _label(act, submission), act.why_not(submission, user)
            found[act.code] = Button(
                act, label, url, reason, act.code in NEXT.get(submission.state, ())
            )
    return found


def _makes_sense(act: Act, submission: Submission) -> bool:
    """Some acts would be refused for sure: they are not offered."""
    if act.code == "uphold":
        return submission.review_asked_at is not None and submission.reviewed_at is None
    if act.code == "group":
        return submission.state in grouping.HEADS and submission.answered_at is None
    if act.code == "answer":
        return submission.state == "in_review"
    if act.code == "review":
        return not _is_reviewed(submission)
    if act.code == "discard":
        return submission.answered_at is not None
    if act.code == "redraft":
        return submission.group_head_id is None
    return True


def _label(act: Act, submission: Submission) -> str:
    if act.code == "assign" and not allows("assign", submission.state, submission.kind):
        return ACTION["reassign"].label
    if act.code == "overturn" and submission.review_asked_at is None:
        return "Admitirla después de todo y publicar"
    return act.button
