"""What the address of the register may ask for."""

from django import forms

from participation.folios import read_folio

LARGEST_KEY = 2**63 - 1


class RegisterForm(forms.Form):
    """A folio, and from which entry backwards."""

    folio = forms.CharField(
        label="Folio",
        required=False,
        max_length=60,
        help_text="Como CPP-2022-000123-8.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Revise el folio: es más largo que cualquiera."},
    )
    antes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_KEY,
        widget=forms.HiddenInput,
    )

    def clean_folio(self) -> str:
        """The folio as it is stored, however it was written; empty for all of them."""
        typed = str(self.cleaned_data["folio"])
        if not typed.strip():
            return ""
        try:
            return str(read_folio(typed))
        except ValueError as trouble:
            raise forms.ValidationError(str(trouble)) from None
