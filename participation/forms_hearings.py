"""What people type on the pages of hearings: shape only."""

from typing import Any

from django import forms

from participation.actions.hearing_questions import LONGEST_NAME, LONGEST_SENT
from participation.actions.hearing_registrations import LONGEST_NAME as LONGEST_REGISTERED
from participation.actions.hearing_registrations import LONGEST_NEEDS
from participation.forms import LONGEST_EMAIL, Line, Step, Words, what_is_wrong_with
from participation.models import Authorship, Hearing, HearingRegistration
from participation.models.submissions import SHORTEST_TEXT
from programs.regions import REGIONS

LARGEST = 32_767  # a hearing's number


class HearingsForm(forms.Form):
    """Which region, and from which hearing backwards."""

    region = forms.ChoiceField(
        choices=[(each.slug, each.short_name) for each in REGIONS], required=False
    )
    antes = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


def _mail_box() -> forms.EmailInput:
    return forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})


class RegisterForm(Step):
    name = Line(label="Su nombre", max_length=LONGEST_REGISTERED, required=False,
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
                help_text="Para la lista de la puerta. No se publica.")  # fmt: skip
    email = Line(
        label="Su correo electrónico", required=False,
        help_text="Le enviamos un enlace para confirmar.",
        widget=_mail_box(),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="¿Cómo asistirá?", choices=HearingRegistration.Mode.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Elija cómo asistirá."),
    )  # fmt: skip
    needs = Words(
        label="¿Qué necesita para participar?", max_length=LONGEST_NEEDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Por ejemplo, interpretación en lengua de señas o un lugar para una silla de "
        "ruedas. Solo lo lee el equipo de esta audiencia y después se borra.",
    )  # fmt: skip
    sex = forms.ChoiceField(
        label="Sexo", choices=Authorship.Sex.choices, required=False,
        help_text="Solo para contar quiénes participan.",
    )  # fmt: skip

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hearing.mode != Hearing.Mode.MIXED:
            del self.fields["mode"]
        self.only_mode = "remote" if hearing.mode == Hearing.Mode.REMOTE else "in_person"

    def clean_name(self) -> str:
        """Something to be called by."""
        if not self.cleaned_data["name"]:
            raise forms.ValidationError("Escriba su nombre, para reservarle un lugar.")
        return str(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """An address that mail can be sent to."""
        return _mail(self.cleaned_data["email"], needed=True)

    def given(self) -> dict[str, Any]:
        """The arguments of `ask_to_register`."""
        return {"mode": self.only_mode, **self.cleaned_data}


class HallForm(Step):
    """A question from a telephone."""

    uid = forms.UUIDField(widget=forms.HiddenInput, error_messages=dict.fromkeys(
        ("required", "invalid"), "Abra de nuevo la página para enviar su pregunta."))  # fmt: skip
    text = Words(label="Su pregunta", required=False, max_length=LONGEST_SENT,
                 widget=forms.Textarea(attrs={"rows": 5, "data-most": LONGEST_SENT}),
                 help_text=f"Hasta {LONGEST_SENT} letras.")  # fmt: skip
    name = Line(label="Su nombre", required=False, max_length=LONGEST_NAME,
                widget=forms.TextInput(attrs={"autocomplete": "name"}))  # fmt: skip
    shows_name = forms.BooleanField(label="Mostrar mi nombre con la pregunta", required=False)
    email = Line(label="Su correo", required=False,
                 help_text="Para enviarle su comprobante y, si lo confirma, la respuesta. No se "
                 "publica.",
                 widget=_mail_box())  # fmt: skip

    def clean_text(self) -> str:
        """Long enough to be understood."""
        text: str = self.cleaned_data["text"]
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(
                f"Escriba al menos {SHORTEST_TEXT} letras, para que se entienda."
            )
        return text

    def clean_email(self) -> str:
        """An address that mail can be sent to, or none."""
        return _mail(self.cleaned_data["email"], needed=False)


def _mail(email: str, *, needed: bool) -> str:
    if not email:
        if needed:
            raise forms.ValidationError("Escriba su correo, para confirmarle su lugar.")
        return ""
    if len(email) > LONGEST_EMAIL:
        raise forms.ValidationError("Revise su correo: es demasiado largo.")
    if trouble := what_is_wrong_with(email):
        raise forms.ValidationError(trouble)
    return email
