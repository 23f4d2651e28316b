"""What is typed or comes in an address: shape only, never a rule."""

import re

from django import forms

# A page of a published edition, and perhaps the place in it: see docs on permanent addresses.
ADDRESS = re.compile(
    r"/cuentas/(?P<year>[0-9]{4})/ediciones/(?P<number>[0-9]{1,4})/"
    r"(?P<path>(?:[a-z0-9-]+/)*)(?:#(?P<anchor>[A-Za-z0-9_-]{1,250}))?"
)


class AskForm(forms.Form):
    """`?sobre=`: what the question is about. Empty is fine: it is about the account as a whole."""

    sobre = forms.CharField(max_length=600, required=False)

    def clean_sobre(self) -> re.Match[str] | None:
        """The parts of the address: `year`, `number`, `path` and `anchor`; None where empty."""
        text = self.cleaned_data["sobre"]
        if not text:
            return None
        found = ADDRESS.fullmatch(text)
        if found is None:
            raise forms.ValidationError("La dirección no es de una edición publicada.")
        return found
