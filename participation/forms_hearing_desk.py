"""What staff type of a hearing: its call, and what happens at its desk. Shape only."""

from datetime import datetime
from typing import Any

from django import forms

from participation.actions import hearing_announcing as acts
from participation.actions.hearing_arrivals import MOST_AT_ONCE
from participation.actions.hearing_desk import LONGEST_NOTES
from participation.actions.hearing_questions import LONGEST_NAME, LONGEST_SPOKEN
from participation.actions.hearing_registrations import LONGEST_NEEDS
from participation.actions.words import LONGEST_NOTE
from participation.forms import Line, Words
from participation.forms_registry import day_field
from participation.forms_staff import area, name_what_is_missing
from participation.hearing_words import ACCESS, read_second, zone_of
from participation.models import Authorship, Hearing, HearingQuestion, HearingRegistration
from programs.models import PublicAccount, Region

STALE = "Abra de nuevo la página de la audiencia: no se sabe qué estaba viendo."
FIRST_YEAR, LAST_YEAR = 2000, 2100
_HOUR = {"invalid": "Escriba la hora como 10:30."}


class _Account(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.account_year}: {obj.title}"


def version_field() -> forms.IntegerField:
    """What the page showed, so that nobody acts on what is no longer so."""
    return forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )  # fmt: skip


def _time(label: str, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=dict(_HOUR), **more)


class PlanForm(forms.Form):
    """What is announced of a hearing; `hearing` is what is changed, without it a new one begins."""

    use_required_attribute = False
    title = Line(label="Título", max_length=acts.LONGEST_TITLE,
                 help_text="Como «Audiencia pública en Coyhaique».")  # fmt: skip
    account = _Account(PublicAccount.objects.order_by("-account_year"), label="Cuenta que se da",
                       empty_label="Elija una cuenta")  # fmt: skip
    mode = forms.ChoiceField(label="Modalidad", choices=Hearing.Mode.choices)
    region = forms.ModelChoiceField(
        Region.objects.all(), label="Región", required=False, empty_label="Todo Chile",
        help_text="Donde se hace. Solo una a distancia puede ser para todo Chile.",
    )  # fmt: skip
    day = day_field("Día")
    starts = _time("Empieza", help_text="Hora de esa región.")
    ends = _time("Termina")
    short_notice = Line(
        label="Por qué con menos aviso", max_length=acts.LONGEST_REASON, required=False,
        help_text="Solo si el aviso es menor que el de la regla. Se publica.",
    )  # fmt: skip
    place = Line(label="Lugar", max_length=acts.LONGEST_PLACE, required=False,
                 help_text="Como «Centro Cultural de Coyhaique, sala 2».")  # fmt: skip
    address = Line(label="Dirección", max_length=acts.LONGEST_ADDRESS, required=False)
    directions = Line(
        label="Cómo llegar", max_length=acts.LONGEST_DIRECTIONS, required=False,
        help_text="Transporte público, estacionamiento, por dónde se entra.",
    )  # fmt: skip
    link = Line(
        label="Enlace para conectarse", max_length=200, required=False,
        help_text="Se envía a quienes se inscriben y se publica solo mientras dura.",
    )  # fmt: skip
    access = forms.MultipleChoiceField(
        label="Accesibilidad", choices=list(ACCESS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    access_note = Line(label="Algo más sobre accesibilidad", required=False,
                       max_length=acts.LONGEST_ACCESS_NOTE)  # fmt: skip
    capacity = forms.IntegerField(
        label="Cupos en la sala", required=False, min_value=1, max_value=acts.LARGEST_HALL,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        help_text="Vacío: sin límite ni lista de espera.",
        error_messages={"invalid": "Escriba un número, como 80."},
    )  # fmt: skip
    agenda = Words(label="Programa", required=False, max_length=LONGEST_NOTE, widget=area(5),
                   help_text="Quién expone, cuándo se pregunta, cuánto dura.")  # fmt: skip

    def __init__(self, *args: Any, hearing: Hearing | None = None, **kwargs: Any) -> None:
        self.hearing = hearing
        if hearing is not None:
            kwargs.setdefault("initial", _initial(hearing))
        super().__init__(*args, **kwargs)
        if hearing is not None:
            self.fields["version"] = version_field()
            self.fields["version"].initial = hearing.version
            if hearing.called_at is not None:
                self.fields["account"].queryset = PublicAccount.objects.filter(  # type: ignore[attr-defined]
                    pk=hearing.account_id
                )
            if hearing.state == "called":
                self.fields["reason"] = Line(
                    label="Por qué cambia", max_length=acts.LONGEST_REASON,
                    help_text="Se publica con la nueva versión y se avisa a quienes se "
                    "inscribieron.",
                )  # fmt: skip
        name_what_is_missing(self)

    def clean_day(self) -> Any:
        """A day that a calendar of the portal may hold."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError("Revise el año.")
        return day

    def announcement(self) -> acts.Announcement:
        """What the actions take."""
        given = self.cleaned_data
        region = given["region"]
        zone = zone_of(region.code if region else None)
        names = (
            "account", "title", "mode", "region", "place", "address", "directions", "link",
            "access_note", "capacity", "agenda", "short_notice",
        )  # fmt: skip
        return acts.Announcement(
            **{name: given[name] for name in names},
            access=tuple(given["access"]),
            starts_at=datetime.combine(given["day"], given["starts"], tzinfo=zone),
            ends_at=datetime.combine(given["day"], given["ends"], tzinfo=zone),
        )

    def refuse(self, refused: Exception) -> None:
        """Say beside its field why it was not done."""
        field = getattr(refused, "field", None)
        self.add_error(field if field in self.fields else None, str(refused))


def _initial(hearing: Hearing) -> dict[str, Any]:
    names = (
        "title", "account", "mode", "region", "short_notice", "place", "address", "directions",
        "link", "access", "access_note", "capacity", "agenda",
    )  # fmt: skip
    zone = zone_of(hearing.region_id)
    starts, ends = hearing.starts_at.astimezone(zone), hearing.ends_at.astimezone(zone)
    return {
        **{name: getattr(hearing, name) for name in names},
        "day": starts.date(), "starts": starts.time(), "ends": ends.time(),
    }  # fmt: skip


class VersionForm(forms.Form):
    """An act with nothing to say but which version was seen."""

    use_required_attribute = False
    version = version_field()

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        given = dict(self.cleaned_data)
        given["expected_version"] = given.pop("version")
        return given

    def first_trouble(self) -> str:
        """What to mend, in one sentence."""
        return next(str(said[0]) for said in self.errors.values())


class ReasonForm(VersionForm):
    reason = Line(
        label="Por qué", max_length=acts.LONGEST_REASON,
        help_text="Se publica y se le dice a quienes se inscribieron.",
        error_messages={"required": "Diga por qué: el motivo se publica."},
    )  # fmt: skip


class RecordingForm(VersionForm):
    link = Line(label="Enlace de la grabación", max_length=200, required=False,
                help_text="Vacío: no hay grabación.")  # fmt: skip


class NotesForm(VersionForm):
    text = Words(label="Lo tratado", required=False, max_length=LONGEST_NOTES, widget=area(10),
                 help_text="Quién expuso, sobre qué, qué se conversó. Va en el acta: no escriba "
                 "datos personales.")  # fmt: skip


class EntryForm(forms.Form):
    """What somebody asks aloud: one field, and the rest only if it is wanted."""

    use_required_attribute = False
    text = Words(
        label="Pregunta", max_length=LONGEST_SPOKEN,
        widget=forms.Textarea(attrs={"rows": 3, "accesskey": "p", "autofocus": True}),
        error_messages={"required": "Escriba la pregunta."},
    )  # fmt: skip
    name = Line(label="Nombre", max_length=LONGEST_NAME, required=False)
    shows_name = forms.BooleanField(label="Pidió que se muestre su nombre", required=False)
    email = forms.EmailField(label="Correo, si quiere el comprobante", required=False,
                             max_length=254,
                             error_messages={"invalid": "Revise el correo: debe ser como "
                                             "nombre@dominio.cl."})  # fmt: skip


class QuestionActForm(forms.Form):
    """An act on one question of the hall."""

    why = forms.ChoiceField(
        choices=HearingQuestion.Why.choices, required=False,
        error_messages={"invalid_choice": "Elija por qué no se muestra."},
    )  # fmt: skip
    second = Line(required=False, max_length=12)

    def clean_second(self) -> int | None:
        """The second of the recording; None where nothing was written."""
        text = self.cleaned_data["second"]
        try:
            return read_second(text) if text else None
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class ArrivalForm(forms.Form):
    """Who comes through the door: one who registered, or how many without registration."""

    registration = forms.ModelChoiceField(
        HearingRegistration.objects.none(), required=False,
        error_messages={"invalid_choice": "Esa inscripción no es de esta audiencia."},
    )  # fmt: skip
    people = forms.IntegerField(
        label="Personas", min_value=1, max_value=MOST_AT_ONCE, required=False, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={"invalid": "Escriba cuántas personas, con un número."},
    )  # fmt: skip
    mode = forms.ChoiceField(label="Cómo", choices=HearingRegistration.Mode.choices,
                             required=False)  # fmt: skip
    sex = forms.ChoiceField(label="Sexo, si lo dice", choices=Authorship.Sex.choices,
                            required=False)  # fmt: skip
    region = forms.ModelChoiceField(Region.objects.all(), label="Región, si la dice",
                                    required=False, empty_label="No la dijo")  # fmt: skip

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"].queryset = hearing.registrations.all()  # type: ignore[attr-defined]
        is_remote = hearing.mode == Hearing.Mode.REMOTE
        self.default_mode = "remote" if is_remote else "in_person"
        if hearing.mode != Hearing.Mode.MIXED:
            del self.fields["mode"]

    def given(self) -> dict[str, Any]:
        """The arguments of `record_arrival`."""
        given = dict(self.cleaned_data)
        return {
            **given,
            "people": given["people"] or 1,
            "mode": given.get("mode") or self.default_mode,
        }


class DeskRegisterForm(forms.Form):
    """Who asks for a seat by telephone or at an office."""

    use_required_attribute = False
    name = Line(label="Nombre", max_length=100,
                error_messages={"required": "Escriba el nombre."})  # fmt: skip
    needs = Line(label="Qué necesita para participar", required=False, max_length=LONGEST_NEEDS)
