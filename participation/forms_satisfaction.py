"""What is typed to say whether an answer served: shape only."""

from django import forms

from participation.actions.satisfaction import LONGEST_COMMENT
from participation.forms import Step, Words
from participation.models import Satisfaction
from programs.figures import plural


class SatisfactionForm(Step):
    """One choice, and a few words if one wants."""

    value = forms.ChoiceField(
        label="¿La respuesta le sirvió?",
        choices=Satisfaction.Value.choices,
        error_messages={
            "required": "Elija una de las tres.",
            "invalid_choice": "Elija una de las tres.",
        },
    )
    comment = Words(
        label="Si quiere, diga por qué",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"No se publica. Hasta {LONGEST_COMMENT} letras, sin datos de otras personas.",
    )

    def clean_comment(self) -> str:
        """No longer than what is kept."""
        comment: str = self.cleaned_data["comment"]
        if len(comment) > LONGEST_COMMENT:
            over = len(comment) - LONGEST_COMMENT
            raise forms.ValidationError(
                f"Acorte su comentario: tiene {plural(over, 'letra', 'letras')} de más."
            )
        return comment
