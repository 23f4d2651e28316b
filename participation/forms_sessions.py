"""What the council's secretary types to call a session and to hold it: shape only.

The agenda is built without a script: a row for each point, with its place in the order. Refusals
come from the actions.
"""

from datetime import datetime
from typing import Any

from django import forms

from participation.actions.council_ballots import LONGEST_REASON as LONGEST_VOTE_REASON
from participation.actions.council_sessions import (
    LONGEST_PLACE,
    LONGEST_POINT,
    LONGEST_REASON,
    PRONOUNCEMENT,
    Point,
)
from participation.actions.words import LONGEST_NOTE
from participation.deadlines import CHILE
from participation.forms import Line, Words
from participation.forms_staff import area, day_field, name_what_is_missing
from participation.models import (
    AgendaItem,
    Attendance,
    Ballot,
    CouncilSession,
    Mandate,
    Observation,
    Vote,
)
from programs.models import PublicAccount

STALE = "Abra de nuevo la página de la sesión: no se sabe qué estaba viendo."
FIRST_YEAR, LAST_YEAR = 2000, 2100
SPARE_POINTS = 6  # empty rows beside what the agenda has
LAST_PLACE = 999
_ORDER = {"invalid": "Escriba el orden con un número.", "min_value": "El orden empieza en 1.",
          "max_value": f"El orden llega a {LAST_PLACE}."}  # fmt: skip


class _Account(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.account_year}: {obj.title}"


def _order(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Orden", min_value=1, max_value=LAST_PLACE, required=False, error_messages=_ORDER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}), **more,
    )  # fmt: skip


class CallForm(forms.Form):
    """A call with its agenda. `session` is what is changed; without it a new one is called."""

    use_required_attribute = False
    number = forms.IntegerField(
        label="Número", min_value=1, max_value=32_767,
        error_messages={"invalid": "Escriba el número de la sesión, como 12.",
                        "min_value": "El primer número es 1.",
                        "max_value": "Ese número es demasiado grande."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        help_text="El que sigue; cámbielo solo si el Consejo ya numeraba sus sesiones.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="Tipo", choices=CouncilSession.Kind.choices)
    reason = Line(
        label="Por qué es extraordinaria", max_length=LONGEST_REASON, required=False,
        help_text="Solo si es extraordinaria. Es público.",
    )  # fmt: skip
    day = day_field("Día")
    hour = forms.TimeField(
        label="Hora de inicio", help_text="Hora de Chile continental.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Escriba la hora como 10:30."},
    )  # fmt: skip
    mode = forms.ChoiceField(label="Modalidad", choices=CouncilSession.Mode.choices)
    place = Line(label="Lugar", max_length=LONGEST_PLACE, required=False, help_text="Es público.")
    link = Line(
        label="Enlace para conectarse", max_length=200, required=False,
        help_text="Va en los correos de la citación y nunca se publica.",
    )  # fmt: skip
    account = _Account(
        PublicAccount.objects.order_by("-account_year"), label="Cuenta de la que trata",
        required=False, empty_label="Ninguna en particular",
        help_text="Hace falta si en la tabla van observaciones.",
    )  # fmt: skip

    def __init__(self, *args: Any, session: CouncilSession | None = None, **kwargs: Any) -> None:
        self.session = session
        self.items = list(session.agenda.select_related("observation")) if session else []
        super().__init__(*args, **kwargs)
        if session is not None:
            for name in ("number", "kind"):
                del self.fields[name]
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=session.version
            )
        self._add_points()
        self._add_observations()
        self._add_pronouncement()
        name_what_is_missing(self)

    def _add_points(self) -> None:
        plain = [item for item in self.items if not item.observation_id]
        plain = [item for item in plain if not item.is_pronouncement]
        self.points = len(plain) + SPARE_POINTS
        for row in range(self.points):
            item = plain[row] if row < len(plain) else None
            self.fields[f"point_{row}"] = Line(
                label=f"Punto {row + 1}", max_length=LONGEST_POINT, required=False,
                initial=item.title if item else "",
            )  # fmt: skip
            self.fields[f"order_{row}"] = _order(initial=item.position if item else None)

    def _add_observations(self) -> None:
        mine = {item.observation_id: item.position for item in self.items if item.observation_id}
        offered = Observation.objects.filter(state="proposed") | Observation.objects.filter(
            pk__in=mine
        )
        rows = offered.select_related("account").order_by("code")
        self.observations = {each.pk: each for each in rows}
        for pk, each in self.observations.items():
            self.fields[f"observation_{pk}"] = forms.BooleanField(
                label=f"{each.code}: {each.title}", required=False, initial=pk in mine,
                help_text=f"Sobre la cuenta {each.account.account_year}",
            )  # fmt: skip
            self.fields[f"observation_order_{pk}"] = _order(initial=mine.get(pk))

    def _add_pronouncement(self) -> None:
        item = next((each for each in self.items if each.is_pronouncement), None)
        self.fields["pronouncement"] = forms.BooleanField(
            label=PRONOUNCEMENT, required=False, initial=item is not None,
            help_text="Si se aprueba, el Consejo dice que leyó el borrador y nada observa.",
        )  # fmt: skip
        self.fields["pronouncement_order"] = _order(initial=item.position if item else None)

    def facts(self) -> list[Any]:
        """The fields that are not of the agenda."""
        names = ("number", "kind", "reason", "day", "hour", "mode", "place", "link", "account")
        return [self[name] for name in names if name in self.fields]

    def point_rows(self) -> list[tuple[Any, Any]]:
        """Each plain point with its place in the order."""
        return [(self[f"point_{row}"], self[f"order_{row}"]) for row in range(self.points)]

    def voted_rows(self) -> list[tuple[Any, Any]]:
        """Each observation that may be voted, and the pronouncement, with their places."""
        rows = [
            (self[f"observation_{pk}"], self[f"observation_order_{pk}"]) for pk in self.observations
        ]
        return [*rows, (self["pronouncement"], self["pronouncement_order"])]

    def clean_day(self) -> Any:
        """A day that a calendar of the portal may hold."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError("Revise el año.")
        return day

    def agenda(self) -> list[Point]:
        """The points in the order given; those without one follow, as they stand in the form."""
        given = self.cleaned_data
        points: list[tuple[int, int, Point]] = []

        def add(order: int | None, point: Point) -> None:
            points.append((order or LAST_PLACE + 1, len(points), point))

        for row in range(self.points):
            if given[f"point_{row}"]:
                add(given[f"order_{row}"], Point(given[f"point_{row}"]))
        for pk, each in self.observations.items():
            if given[f"observation_{pk}"]:
                add(given[f"observation_order_{pk}"], Point(observation=each))
        if given["pronouncement"]:
            add(given["pronouncement_order"], Point(is_pronouncement=True))
        return [point for _, _, point in sorted(points, key=lambda each: each[:2])]

    def given(self) -> dict[str, Any]:
        """The arguments of `call_session` or `change_session`."""
        values = {
            name: self.cleaned_data[name] for name in ("mode", "place", "link", "reason", "account")
        }
        values["starts_at"] = datetime.combine(
            self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=CHILE
        )
        values["agenda"] = self.agenda()
        if self.session is not None:
            return {**values, "expected_version": self.cleaned_data["version"]}
        return {**values, "kind": self.cleaned_data["kind"], "number": self.cleaned_data["number"]}


class SessionForm(forms.Form):
    """One act on a session; `version` is what its page showed."""

    use_required_attribute = False
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )  # fmt: skip

    def __init__(self, *args: Any, session: CouncilSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.fields["version"].initial = session.version
        self.fill()
        for field in self.fields.values():
            field.error_messages.setdefault("invalid_choice", STALE)

    def fill(self) -> None:
        """Choices that depend on the session."""

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        given = dict(self.cleaned_data)
        given["expected_version"] = given.pop("version")
        return given

    def first_trouble(self) -> str:
        """What to mend, in one sentence."""
        return next(str(said[0]) for said in self.errors.values())


def _choice(queryset: Any, *, required: bool = True) -> forms.ModelChoiceField:
    messages = dict.fromkeys(("required", "invalid_choice"), STALE)
    return forms.ModelChoiceField(queryset, required=required, error_messages=messages)


class SeatForm(SessionForm):
    """Who arrives, leaves or chairs."""

    mandate = _choice(Mandate.objects.select_related("councillor"))


class ArrivalForm(SeatForm):
    mode = forms.ChoiceField(choices=Attendance.Mode.choices, error_messages={
        "required": STALE, "invalid_choice": STALE,
    })  # fmt: skip


class ChairForm(SessionForm):
    """Whom those present chose, where nobody leads."""

    chair = _choice(Mandate.objects.select_related("councillor"), required=False)


class CancelForm(SessionForm):
    reason = Line(
        label="Por qué se suspende", max_length=LONGEST_REASON, help_text="Es público.",
        error_messages={"required": "Diga por qué se suspende: el motivo es público."},
    )  # fmt: skip


class ItemForm(SessionForm):
    """A point of this session's agenda."""

    item = _choice(AgendaItem.objects.all())

    def fill(self) -> None:
        self.fields["item"].queryset = self.session.agenda.all()  # type: ignore[attr-defined]


class BallotForm(SessionForm):
    ballot = _choice(Ballot.objects.all())

    def fill(self) -> None:
        ballots = Ballot.objects.filter(item__session=self.session)
        self.fields["ballot"].queryset = ballots  # type: ignore[attr-defined]


class VoteForm(BallotForm):
    """A vote said aloud; `before` is the one that the page showed. It takes no version: votes come
    in from the room meanwhile."""

    mandate = _choice(Mandate.objects.all())
    choice = forms.ChoiceField(
        label="Voto", choices=[("", "Elija"), *Vote.Choice.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Elija cómo votó."),
    )  # fmt: skip
    reason = Line(label="Fundamento", max_length=LONGEST_VOTE_REASON, required=False)
    before = forms.CharField(required=False, max_length=8)

    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("version")
        given["expected_choice"] = given.pop("before")
        return given


class MinutesForm(ItemForm):
    """What was said on a point; `before` is what the page showed."""

    text = Words(label="Lo tratado", max_length=LONGEST_NOTE, required=False, widget=area(3))
    before = Words(required=False)

    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("version")
        given["expected"] = given.pop("before")
        return given


class SignForm(SessionForm):
    """`sha256` is the hash of what was on the page."""

    sha256 = forms.CharField(max_length=64, error_messages=dict.fromkeys(
        ("required", "max_length"), STALE))  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"expected_sha256": self.cleaned_data["sha256"]}


class FileForm(SessionForm):
    """An approved observation of this session that waits for its folio."""

    observation = _choice(Observation.objects.all())

    def fill(self) -> None:
        rows = Observation.objects.filter(agenda_items__session=self.session)
        self.fields["observation"].queryset = rows.distinct()  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {"observation": self.cleaned_data["observation"]}
