"""What somebody types about their own data: shape only."""

from django import forms

from participation.actions.privacy import LONGEST_NAME, LONGEST_ORGANISATION
from participation.forms import Line, Step, what_is_wrong_with
from participation.models import Authorship


class EmailForm(Step):
    email = Line(
        label="Correo electrónico",
        required=False,
        help_text="El que usó al escribir o al seguir una pregunta.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        """An address that mail can be sent to."""
        text: str = self.cleaned_data["email"]
        if not text:
            raise forms.ValidationError("Escriba su correo, como nombre@dominio.cl.")
        if trouble := what_is_wrong_with(text):
            raise forms.ValidationError(trouble)
        return text


class CorrectForm(Step):
    full_name = Line(
        label="Nombre completo",
        required=False,
        max_length=LONGEST_NAME,
        help_text="No se publica.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    shown_name = Line(
        label="Nombre que se muestra",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Se publica junto a su texto. En blanco: se muestra «Sin nombre».",
    )
    organisation = Line(
        label="Organización",
        required=False,
        max_length=LONGEST_ORGANISATION,
        help_text="No se publica.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sex = forms.ChoiceField(
        label="Sexo",
        required=False,
        choices=[("", "Prefiero no decirlo"),
                 *((value, label) for value, label in Authorship.Sex.choices if value)],
        help_text="No se publica.",
        error_messages={"invalid_choice": "Elija una opción de la lista."},
    )  # fmt: skip
