"""The forms of signing in and of the second factor."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm

from programs.second_factor.codes import Code, read_code

_OTHER = "El correo o la clave no coinciden. Revíselos y escríbalos de nuevo."


class SignInForm(AdminAuthenticationForm):
    """E-mail in any case and password; the same sentence whatever was wrong."""

    error_messages = {"invalid_login": _OTHER, "inactive": _OTHER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Escriba su correo."
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["username"].widget.input_type = "email"
        self.fields["password"].error_messages["required"] = "Escriba su clave."

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class CodeField(forms.CharField):
    """A code as the telephone shows it, or a recovery code; spaces and hyphens do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": "Escriba el código."},
            **kwargs,
        )

    def clean(self, value: Any) -> Code:
        return read_code(super().clean(value))


class CodeForm(forms.Form):
    """One code."""

    code = CodeField(label="Código")

    def __init__(self, *args: Any, is_recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = "Código de recuperación" if is_recovery else "Código de seis dígitos"
        if not is_recovery:
            field.widget.attrs["inputmode"] = "numeric"


class ProofForm(forms.Form):
    """Password and code: what is asked before the second factor is taken away."""

    password = forms.CharField(
        label="Su clave",
        strip=False,
        max_length=4_096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Escriba su clave."},
    )
    code = CodeField(label="Código de seis dígitos o de recuperación")
