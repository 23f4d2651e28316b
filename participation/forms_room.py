"""What councillors type in their room: shape only, never a rule."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from participation.actions.council_invitations import LONGEST_NAME
from participation.actions.council_writing import LONGEST_TITLE
from participation.actions.words import LONGEST_NOTE
from participation.forms import Line, Words
from participation.forms_staff import name_what_is_missing
from participation.models import Vote
from participation.models.observations import LONGEST_OBSERVATION

_OTHER = "El correo o la clave no coinciden. Revíselos y escríbalos de nuevo."
_LONGEST_PASSWORD = 4_096
STALE = "Abra de nuevo la página: no se sabe qué versión estaba viendo."


class RoomSignInForm(AuthenticationForm):
    """E-mail and password of a councillor; the same sentence whatever was wrong, whoever asks."""

    error_messages = {"invalid_login": _OTHER, "inactive": _OTHER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = "Correo", "Clave"
        name.widget = forms.EmailInput(attrs={"autocomplete": "username", "maxlength": 254})
        name.error_messages["required"] = "Escriba su correo."
        password.error_messages["required"] = "Escriba su clave."

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.is_staff or not user.is_councillor:
            raise ValidationError(_OTHER, code="invalid_login")


class AcceptForm(forms.Form):
    """The name and the password of who accepts an invitation."""

    use_required_attribute = False
    name = Line(label="Su nombre", max_length=LONGEST_NAME, help_text="Como lo verá el Consejo.")
    password = forms.CharField(
        label="Elija una clave", strip=False, max_length=_LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Una frase de varias palabras sirve y se recuerda mejor. Al menos 8 letras.",
        error_messages={"required": "Elija una clave."},
    )  # fmt: skip
    again = forms.CharField(
        label="Escríbala otra vez", strip=False, max_length=_LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Escriba la clave otra vez."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["name"].error_messages["required"] = "Escriba su nombre."

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, second = typed.get("password"), typed.get("again")
        if first and second and first != second:
            self.add_error("again", "No es igual a la de arriba: escríbalas de nuevo.")
        return typed


class RoomForm(forms.Form):
    """A form of the room."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NoteForm(RoomForm):
    text = Words(label="Su nota", max_length=LONGEST_NOTE, widget=_area(4))
    is_shared = forms.BooleanField(
        label="Compartirla con la sala", required=False,
        help_text="Si no la comparte, solo usted la ve.",
    )  # fmt: skip


class ObservationForm(RoomForm):
    """The words of an observation. `version` is what the page showed."""

    title = Line(label="Título", max_length=LONGEST_TITLE, help_text="De qué trata, en una línea.")
    text = Words(
        label="Qué observa el Consejo y qué pide", max_length=LONGEST_OBSERVATION, widget=_area(12),
        help_text="Diga qué leyó, por qué importa y qué debería cambiar o explicarse.",
    )  # fmt: skip
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), STALE),
    )  # fmt: skip


class PlaceForm(RoomForm):
    """The address of one more place: copied from the browser, with or without the portal's name."""

    sobre = forms.CharField(
        label="Dirección del lugar", max_length=700,
        help_text="Copie la dirección de una página del borrador o de una edición publicada.",
        error_messages={"required": "Pegue la dirección de una página."},
    )  # fmt: skip

    def clean_sobre(self) -> str:
        """Only what comes after the name of the portal."""
        text = str(self.cleaned_data["sobre"]).strip()
        _, separator, rest = text.partition("://")
        return "/" + rest.partition("/")[2] if separator else text


class VersionForm(RoomForm):
    """An act on what was read: `version` is what its page showed."""

    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )  # fmt: skip


class VoteForm(RoomForm):
    choice = forms.ChoiceField(
        label="Su voto", choices=Vote.Choice.choices, widget=forms.RadioSelect,
        error_messages={"required": "Elija cómo vota.", "invalid_choice": "Elija cómo vota."},
    )  # fmt: skip
    reason = Line(
        label="Fundamento", max_length=500, required=False, widget=_area(3),
        help_text="Opcional. Si se inhabilita, diga en qué consiste el conflicto de interés.",
    )  # fmt: skip


class DissentForm(RoomForm):
    text = Words(label="Su voto de minoría", max_length=LONGEST_NOTE, widget=_area(8))


class SignForm(RoomForm):
    """`sha256` is the fingerprint of the acta that was shown."""

    sha256 = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label="Leí el acta completa y la firmo.",
        error_messages={"required": "Marque esta casilla para firmar."},
    )


class InviteForm(RoomForm):
    """What the secretary types: where the link goes."""

    email = Line(label="Correo", max_length=254, widget=forms.EmailInput())
