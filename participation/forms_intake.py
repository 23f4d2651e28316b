"""What staff type of a filing that came on paper, by telephone, at a counter or in a hearing."""

from datetime import date, datetime
from typing import Any

from django import forms

from participation.actions.filing import Author
from participation.deadlines import CHILE
from participation.forms import Line, Words
from participation.forms_staff import name_what_is_missing
from participation.models import Authorship, Submission
from participation.models.submissions import LONGEST_TEXT, SHORTEST_TEXT
from programs.models import Region

CHANNELS = list(Submission.DESK_CHANNELS)
EARLIEST = date(2001, 1, 1)


class IntakeForm(forms.Form):
    """Who, what, when and how. `about` is one of the places that `about_words` found."""

    channel = forms.ChoiceField(label="Por dónde llegó", choices=CHANNELS)
    arrived_on = forms.DateField(
        label="Día en que llegó",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="El plazo corre desde que llegó, no desde hoy.",
    )
    arrived_at = forms.TimeField(
        label="Hora", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Si no la sabe, la hora en que abrió la oficina.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="Qué es", choices=Submission.PEOPLE_KINDS)
    text = Words(
        label="El texto, tal como lo dijo o escribió",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"De {SHORTEST_TEXT} a 3.000 letras. No resuma ni corrija.",
    )
    about_words = Line(
        label="Sobre qué cifra, programa o capítulo", required=False, max_length=200,
        help_text="Escriba unas palabras y busque. Vacío: sobre la cuenta completa.",
    )  # fmt: skip
    about = forms.CharField(required=False, max_length=400)
    original = forms.FileField(
        label="Original escaneado", required=False,
        help_text="PDF o imagen. No se publica: muestra la firma y los datos de alguien.",
    )  # fmt: skip
    kept = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    full_name = Line(label="Nombre", required=False, max_length=150)
    shown_name = Line(
        label="Nombre que se publica", required=False, max_length=100,
        help_text="Solo si pidió que se muestre. Vacío: no se muestra ninguno.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Correo", required=False, max_length=254,
        help_text="Para avisarle. Nadie está obligado a darlo.",
    )  # fmt: skip
    contact = Line(
        label="Teléfono o dirección", required=False, max_length=300,
        help_text="Solo si no dejó correo.",
    )  # fmt: skip
    organisation = Line(label="Organización", required=False, max_length=150)
    region = forms.ModelChoiceField(
        Region.objects.all(), label="Región", required=False, empty_label="No la dijo"
    )
    sex = forms.ChoiceField(label="Sexo", required=False, choices=Authorship.Sex.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def clean_arrived_on(self) -> date:
        """A day of this century: no rule of terms is older."""
        day: date = self.cleaned_data["arrived_on"]
        if day < EARLIEST:
            raise forms.ValidationError("Revise el año en que llegó.")
        return day

    def clean(self) -> dict[str, Any]:
        """The day and the hour together, as an instant in Chile."""
        asked = super().clean() or self.cleaned_data
        day, hour = asked.get("arrived_on"), asked.get("arrived_at")
        if day and hour:
            asked["instant"] = datetime.combine(day, hour, tzinfo=CHILE)
        return asked

    def author(self) -> Author:
        """Who presented it."""
        names = ("email", "full_name", "organisation", "contact", "sex")
        return Author(**{name: self.cleaned_data[name] for name in names})
