"""What staff type to plan and change the calendar of an account: shape only.

What each date may be is asked of `process_checks.py` by the page and by the action alike.
"""

from typing import Any

from django import forms

from participation.actions.process import LONGEST_REASON
from participation.forms import Line
from participation.forms_registry import day_field
from participation.forms_staff import name_what_is_missing
from participation.models import Window
from participation.process_parts import DATES, Plan

_DAYS = {"invalid": "Escriba un número de días, como 5.", "min_value": "Al menos 1 día."}


def _reason(**more: Any) -> Line:
    return Line(label="Motivo", max_length=LONGEST_REASON, help_text="Es público.", **more)


class ProposalForm(forms.Form):
    """From which event a calendar is proposed; in the address, so that it can be shared."""

    evento = day_field("Día del evento", required=False)


class PlanForm(forms.Form):
    """The dates of a calendar; `window` is what they are today, if they are known."""

    use_required_attribute = False
    council_on = day_field("El borrador va al Consejo", required=False)
    publish_on = day_field("La cuenta se publica", required=False)
    event_on = day_field("Evento de la cuenta pública")
    opens_on = day_field("Empieza la recepción")
    closes_on = day_field("Termina la recepción")
    answers_from = forms.ChoiceField(
        label="El plazo para responder corre", choices=Window.Origin.choices
    )
    answers_on = day_field("Las respuestas se publican", required=False)
    report_on = day_field("El informe de respuestas se publica", required=False)
    follow_up_until = day_field("Termina el seguimiento", required=False)
    reason = _reason(required=False)

    def __init__(self, *args: Any, window: Window | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if window is None:
            self.fields[
                "reason"
            ].help_text = "No hace falta la primera vez. Si lo escribe, es público."
        else:
            self.fields["reason"].label = "Por qué cambian las fechas"
        name_what_is_missing(self)

    def plan(self) -> Plan:
        """The dates as plain values; only where the form is valid."""
        return Plan(**{name: self.cleaned_data[name] for name in (*DATES, "answers_from")})


class ExtendForm(forms.Form):
    """By how many business days, and why."""

    use_required_attribute = False
    days = forms.IntegerField(
        label="Días hábiles más", min_value=1, max_value=999, error_messages=_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text="Una sola vez y a lo más la mitad de lo que dura (Ley 19.880, artículo 26, por "
        "analogía).",
    )  # fmt: skip
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)


class WhyForm(forms.Form):
    """Only why."""

    use_required_attribute = False
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)
