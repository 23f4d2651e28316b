"""What whoever writes an answer types: shape only. What is allowed is asked of the actions."""

import re
from typing import Any

from django import forms

from participation.actions.answers import LONGEST_ANSWER, LONGEST_REASON
from participation.actions.commitments import ASK_DAY, ASK_PROMISE, has_commitment
from participation.forms import Line, Words
from participation.forms_staff import ActForm, area, day_field
from participation.models import Answer, Unit
from participation.models.commitments import LONGEST_PROMISE

MOST_FIGURES = 40
PROMISE = ("promise", "promise_due_on", "promise_unit")
KEY = re.compile(r"(?:.*/cifras/)?([a-z0-9_-]{1,120})/?(?:#.*)?", re.IGNORECASE)


class DraftForm(ActForm):
    main = "text"
    effect = forms.ChoiceField(label="Efecto", choices=Answer.Effect.choices)
    figures = Words(
        label="Cifras de las que habla", required=False, max_length=6_000, widget=area(2),
        help_text="Una por línea: la dirección de la cifra en la cuenta, o su clave. "
        "Si la respuesta corrige, la cifra que corrige.",
    )  # fmt: skip
    text = Words(
        label="Texto de la respuesta", max_length=LONGEST_ANSWER, required=False, widget=area(10),
        help_text="Parta por responder. Cite las cifras con su dirección.",
    )  # fmt: skip
    reason = Words(
        label="Por qué hace falta otra versión", required=False, max_length=LONGEST_REASON,
        widget=area(2), help_text="Es público.",
    )  # fmt: skip
    # Asked only where the effect commits: the style hides them otherwise, and they are not read.
    promise = Line(
        label="Qué se compromete", required=False, max_length=LONGEST_PROMISE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "promise"}),
        help_text="Si el efecto es «Se compromete»: una frase que se pueda juzgar después. Es "
        "pública, y al firmar queda como compromiso.",
    )  # fmt: skip
    promise_due_on = day_field("Para cuándo se compromete", required=False)
    promise_unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label="Unidad que responde por el compromiso",
        required=False, empty_label="La que responde esta consulta",
        widget=forms.Select(attrs={"class": "promise"}),
    )  # fmt: skip
    # The second button of the form: keep it and hand it to who reviews.
    send = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def fill(self) -> None:
        choices = Answer.effects_for(self.submission.kind)
        self.fields["effect"].choices = choices  # type: ignore[attr-defined]
        answer = self.submission.answers.filter(published_at__isnull=True).first()
        if answer is not None:
            for name in ("effect", "text", "reason", "promise", "promise_due_on", "promise_unit"):
                self.fields[name].initial = getattr(answer, name)
            self.fields["figures"].initial = "\n".join(answer.figures)
        elif self.submission.figure:
            self.fields["figures"].initial = self.submission.figure
        if answer is None or answer.number == 1:
            del self.fields["reason"]
        self.fields["promise_due_on"].widget.attrs["class"] = "promise"
        if has_commitment(self.submission):
            for name in PROMISE:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What is handed to who reviews says what it commits to, for when and by whom."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        commits = typed.get("effect") == Answer.Effect.COMMITS and "promise" in self.fields
        if commits and typed.get("send"):
            for name, said in zip(PROMISE[:2], (ASK_PROMISE, ASK_DAY), strict=True):
                if name not in self.errors and not typed.get(name):
                    self.add_error(name, said)
        return typed

    def clean_figures(self) -> list[str]:
        keys = []
        for line in filter(None, map(str.strip, self.cleaned_data["figures"].splitlines())):
            found = KEY.fullmatch(line)
            if found is None:
                raise forms.ValidationError(
                    f"«{line[:60]}» no es la dirección de una cifra ni su clave."
                )
            keys.append(found[1].lower())
        if len(keys) > MOST_FIGURES:
            raise forms.ValidationError(f"Elija {MOST_FIGURES} cifras o menos.")
        return keys
