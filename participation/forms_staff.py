"""What staff type to act on a filing: shape only. What is allowed is asked of the actions.

Each form gives the arguments of its action in `given()`; a refusal is shown beside `main`.
"""

from typing import Any

from django import forms
from django.db.models import Q

from participation.actions.answers import LONGEST_REASON
from participation.actions.handling import LONGEST_BODY
from participation.actions.identities import LONGEST_REASON as LONGEST_PURPOSE
from participation.actions.words import LONGEST_NOTE
from participation.deadlines import longest_extension
from participation.forms import Line, Words
from participation.models import (
    Attachment,
    ClockRule,
    RefusalReason,
    Submission,
    Unit,
)
from programs.figures import plural
from programs.models import User

_DAY = {"invalid": "Escriba un día como 15-03-2027."}
STALE = "Abra de nuevo la página de la consulta: no se sabe qué versión estaba viendo."


def area(rows: int = 4) -> forms.Textarea:
    """A field of that many lines."""
    return forms.Textarea(attrs={"rows": rows})


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day, with the browser's own calendar where it has one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=dict(_DAY), **more)


def name_what_is_missing(form: forms.Form) -> None:
    """Say of each obligatory field that is left empty which one it is."""
    for field in form.fields.values():
        if field.required and field.label and not isinstance(field, forms.BooleanField):
            verb = "Elija" if isinstance(field, forms.ChoiceField) else "Complete"
            field.error_messages["required"] = f"{verb} «{field.label}»."


class ActForm(forms.Form):
    """A form of one act on `submission`. `version` is what its page showed."""

    main = ""  # the field a refusal stands beside; without it, above the form
    version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )

    def __init__(self, *args: Any, submission: Submission, user: User, **kwargs: Any) -> None:
        self.submission, self.user = submission, user
        super().__init__(*args, **kwargs)
        if "version" in self.fields:  # an act on many has the version of each
            self.fields["version"].initial = submission.version
        self.fill()
        name_what_is_missing(self)

    def fill(self) -> None:
        """Choices and first values that depend on the submission."""

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected_version(self) -> int:
        return int(self.cleaned_data["version"])

    def refuse(self, sentence: str) -> None:
        """Say why it was not done."""
        self.add_error(self.main or None, sentence)

    def point_out(self) -> None:
        """Let the page open at the first field to mend, with or without script."""
        for field in self.visible_fields():
            if field.errors:
                field.field.widget.attrs["autofocus"] = True
                return


class ReasonForm(ActForm):
    main = "reason"
    reason = forms.ModelChoiceField(
        RefusalReason.objects.filter(is_active=True), label="Motivo", empty_label="Elija un motivo",
        help_text="El motivo, su fundamento y cómo se puede arreglar son públicos.",
    )  # fmt: skip
    note = Words(
        label="Algo más que quiera decir", max_length=LONGEST_NOTE, required=False, widget=area(),
        help_text="Es público y lo lee quien la presentó.",
    )  # fmt: skip

    @property
    def reasons(self) -> list[RefusalReason]:
        """Those of the list, with what each makes public."""
        return list(self.fields["reason"].queryset)  # type: ignore[attr-defined]


class MendForm(ActForm):
    main = "request"
    request = Words(
        label="Qué falta y cómo completarlo", max_length=LONGEST_NOTE, widget=area(5),
        help_text="Lo lee quien la presentó. Desde hoy corre su plazo para completarla.",
    )  # fmt: skip


class ReferForm(ActForm):
    main = "body"
    body = Line(
        label="Órgano que debe responder", max_length=LONGEST_BODY,
        help_text="Su nombre completo, como «Superintendencia de Salud».",
    )  # fmt: skip
    note = Words(
        label="Por qué le corresponde", max_length=LONGEST_NOTE, required=False, widget=area(),
        help_text="Es público y lo lee quien la presentó.",
    )  # fmt: skip


class NoteToAuthorForm(ActForm):
    main = "note"
    note = Words(
        label="Qué se le dice a quien la presentó", max_length=LONGEST_NOTE, required=False,
        widget=area(), help_text="Es público.",
    )  # fmt: skip


class UpholdForm(ActForm):
    main = "note"
    note = Words(
        label="Por qué se mantiene", max_length=LONGEST_NOTE, widget=area(),
        help_text="Es público y lo lee quien la presentó.",
    )  # fmt: skip


class AssignForm(ActForm):
    main = "unit"
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label="Unidad", empty_label="Elija una unidad"
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label="A cargo de", required=False, empty_label="Nadie todavía",
        help_text="Debe integrar la unidad.",
    )  # fmt: skip

    def fill(self) -> None:
        belongs = Q(units__is_active=True) | Q(heads__is_active=True)
        people = User.objects.filter(belongs, is_active=True).distinct().order_by("full_name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].initial = self.submission.unit_id
        self.fields["user"].initial = self.submission.assigned_to_id


class ExtendForm(ActForm):
    main = "days"
    days = forms.IntegerField(
        label="Días hábiles que se agregan", min_value=1, max_value=400,
        help_text="A lo más la mitad del plazo, y solo antes de que venza (artículo 26).",
    )  # fmt: skip
    reason = Words(
        label="Por qué", max_length=300, widget=area(3),
        help_text="Es público y se le avisa a quien la presentó.",
    )  # fmt: skip

    def fill(self) -> None:
        term = self.submission.deadlines.filter(clock=ClockRule.Clock.ANSWER).first()
        if term is not None:
            most = plural(longest_extension(term.length), "día hábil", "días hábiles")
            self.fields["days"].help_text = (
                f"A lo más {most}, la mitad del plazo, y solo hasta el {term.due_on:%d-%m-%Y}, "
                "en que vence (artículo 26)."
            )


class ReturnForm(ActForm):
    main = "note"
    note = Words(
        label="Qué hay que cambiar", max_length=LONGEST_NOTE, widget=area(),
        help_text="Lo lee quien redacta. No es público.",
    )  # fmt: skip


class SignForm(ActForm):
    office = Line(
        label="Cargo con que firma", max_length=150, required=False,
        help_text="Se publica con su nombre.",
    )  # fmt: skip
    understood = forms.BooleanField(
        label="Leí la respuesta completa y entiendo que se publica y no se puede borrar",
        error_messages={"required": "Marque que leyó la respuesta: una vez publicada no se borra."},
    )

    def fill(self) -> None:
        self.fields["office"].initial = self.user.office

    def given(self) -> dict[str, Any]:
        return {"office": self.cleaned_data["office"]}


class RedraftForm(ActForm):
    main = "reason"
    reason = Words(
        label="Por qué hace falta otra versión", max_length=LONGEST_REASON, widget=area(),
        help_text="Es público, como las versiones anteriores.",
    )  # fmt: skip


class FileForm(ActForm):
    """One file of the submission."""

    main = "attachment"
    attachment = forms.ModelChoiceField(Attachment.objects.none(), label="Archivo")

    def fill(self) -> None:
        self.fields["attachment"].queryset = self.submission.attachments.all()  # type: ignore[attr-defined]


class NoteForm(ActForm):
    main = "text"
    text = Words(
        label="Nota interna", max_length=LONGEST_NOTE, widget=area(3),
        help_text="La ve solo el equipo y no se puede borrar. No escriba datos personales.",
    )  # fmt: skip


class PurposeForm(ActForm):
    """Why somebody needs to read what is reserved."""

    main = "reason"
    reason = Line(
        label="Para qué necesita leerlo", max_length=LONGEST_PURPOSE,
        help_text="Queda registrado con su nombre y la hora.",
    )  # fmt: skip
