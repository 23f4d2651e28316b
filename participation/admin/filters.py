"""What the list of the desk can be narrowed to: a form, so that no address breaks it."""

from typing import Any

from django import forms
from django.db.models import Q

from participation.desk import SHELF, Narrowing
from participation.models import ClockRule, Submission, Unit
from participation.transitions import STATES
from programs.models import Program, PublicAccount, Region

LONGEST_SEARCH = 200
ANY = ("", "Todo")


class DeskFilter(forms.Form):
    """The tab, the search and the selects of the desk. Nothing in it is obligatory."""

    tab = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label="Buscar por folio o palabras", required=False, max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label="Tipo", required=False)
    state = forms.ChoiceField(label="Estado", required=False)
    clock = forms.ChoiceField(label="Plazo que corre", required=False)
    region = forms.ChoiceField(label="Región", required=False)
    program = forms.ChoiceField(label="Programa", required=False)
    unit = forms.ChoiceField(label="Unidad", required=False)
    channel = forms.ChoiceField(label="Canal", required=False)
    account = forms.ChoiceField(label="Cuenta", required=False)
    after = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    SELECTS = ("kind", "state", "clock", "region", "program", "unit", "channel", "account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        for name, choices in self._choices().items():
            self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        accounts = PublicAccount.objects.values_list("pk", "account_year")
        units = Unit.objects.values_list("pk", "name")
        return {
            "tab": [(code, shelf.label) for code, shelf in SHELF.items()],
            "kind": list(Submission.Kind.choices),
            "state": [(state.code, state.label) for state in STATES if state.code != "unconfirmed"],
            "clock": list(ClockRule.Clock.choices),
            "region": [(row.pk, str(row)) for row in Region.objects.all()],
            "program": list(Program.objects.order_by("name").values_list("slug", "name")),
            "unit": [("-", "Sin unidad"), *((str(key), name) for key, name in units)],
            "channel": list(Submission.Channel.choices),
            "account": [(str(key), f"Cuenta {year}") for key, year in accounts],
        }

    @property
    def selects(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SELECTS]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab was asked for."""
        return any(self.data.get(name) for name in ("q", *self.SELECTS))

    def narrowing(self) -> Narrowing:
        """What was asked for, as conditions."""
        asked = self.cleaned_data
        found = [
            Q(**{name: asked[name]})
            for name in ("kind", "state", "channel", "program", "account")
            if asked[name]
        ]
        if asked["region"]:
            found.append(Q(region=asked["region"]) | Q(about_region=asked["region"]))
        if asked["unit"]:
            found.append(Q(unit=None) if asked["unit"] == "-" else Q(unit=asked["unit"]))
        return Narrowing(tuple(found), asked["clock"], asked["q"].strip())
