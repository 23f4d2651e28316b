"""What is typed on the pages of the public questions: shape only."""

from django import forms

from participation.forms import LONGEST_EMAIL, Line, Step, what_is_wrong_with
from participation.models import Subscription
from participation.pages.following import WORDS
from participation.transitions import Refused


class SubjectForm(forms.Form):
    """What somebody wants to follow, as the address says it."""

    que = forms.ChoiceField(choices=[(word, word) for word in WORDS], required=False)
    cual = Line(required=False, max_length=120)

    def chosen(self) -> tuple[str, str]:
        """Target and value, as a subscription keeps them; everything where nothing is said.

        Raises:
            Refused: the address does not say what.
        """
        if not self.is_valid():
            raise Refused("Elija qué quiere seguir: una pregunta, un programa, una región o todo.")
        word = self.cleaned_data["que"] or "todo"
        target = WORDS[word]
        value = "" if target == Subscription.Target.EVERYTHING else self.cleaned_data["cual"]
        self.cleaned_data |= {"que": word, "cual": value}
        return target, value


class FollowForm(Step):
    email = Line(
        label="Su correo electrónico",
        required=False,
        help_text="Solo para estos avisos: no se publica ni se usa para otra cosa.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        """An address that mail can be sent to."""
        text: str = self.cleaned_data["email"]
        if not text:
            raise forms.ValidationError("Escriba su correo, para saber adónde avisarle.")
        if len(text) > LONGEST_EMAIL:
            raise forms.ValidationError("Revise su correo: es demasiado largo.")
        if trouble := what_is_wrong_with(text):
            raise forms.ValidationError(trouble)
        return text
