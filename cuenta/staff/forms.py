"""The form that publishes: it names the consequences and asks for the reason."""

from typing import Any

from django import forms

from programs.forms import LinesField


class PublishForm(forms.Form):
    """`version` is the draft that was read, `promised` its commitments; another is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    # What it opens with, as it was read: a commitment that changes meanwhile is looked at again.
    promised = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    reason = LinesField(
        label="Por qué se publica",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    understood = forms.BooleanField(
        label="Leí los cambios y entiendo que la edición no podrá cambiarse ni borrarse.",
        error_messages={"required": "Marque esta casilla para publicar."},
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = not is_first
        reason.help_text = "Será público, junto a la edición."
        reason.error_messages["required"] = "Escriba por qué se publica otra edición."
        if is_first:
            reason.help_text += " Puede quedar vacío: es la primera edición."
