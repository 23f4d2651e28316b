"""What staff type in the council's registry: shape only. Refusals come from the actions."""

from typing import Any

from django import forms
from django.utils import timezone

from participation.actions.council_registry import LONGEST_REASON
from participation.council_seats import RefusedAt
from participation.forms import Line
from participation.forms_staff import day_field, name_what_is_missing
from participation.models import Councillor, Mandate, Organisation
from participation.transitions import Refused

Role = Mandate.Role
LONGEST_NAME = 150


class _Seated(forms.ModelChoiceField):
    """A titular, by name and organisation."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.councillor}, {obj.organisation}"


class RegistryForm(forms.Form):
    """A form of one act of the registry; what is refused stands beside its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        """Say why it was not done."""
        field = refused.field if isinstance(refused, RefusedAt) else None
        self.add_error(field if field in self.fields else None, str(refused))

    def point_out(self) -> None:
        """Let the page open at the first field to mend."""
        for field in self.visible_fields():
            if field.errors:
                field.field.widget.attrs["autofocus"] = True
                return


class AppointForm(RegistryForm):
    """Somebody who is in the registry already, or a new name."""

    councillor = forms.ModelChoiceField(
        Councillor.objects.all(), label="Persona", required=False,
        empty_label="Alguien nuevo: escriba su nombre abajo",
    )  # fmt: skip
    name = Line(
        label="Nombre público, si es alguien nuevo", max_length=LONGEST_NAME, required=False,
        help_text="Como quiere que se lea en la página del Consejo.",
    )  # fmt: skip
    gender = forms.ChoiceField(
        label="Género, si lo dijo", required=False, choices=Councillor.Gender.choices,
        help_text="Solo se cuenta, para la paridad. Nunca se muestra junto a su nombre.",
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True).select_related("stratum"),
        label="Organización", empty_label="Elija una organización",
    )  # fmt: skip
    role = forms.ChoiceField(label="Cargo", choices=Role.choices, initial=Role.MEMBER)
    alternate_of = _Seated(
        Mandate.objects.titular().select_related("councillor", "organisation"),
        label="Suplente de", required=False, empty_label="No es suplente",
    )  # fmt: skip
    starts_on = day_field("Desde")
    ends_on = day_field(
        "Hasta", required=False,
        help_text="Vacío: lo que dura un período según la regla. Escríbalo si completa el período "
        "de otra persona.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("councillor") and not given.get("name"):
            self.add_error("name", "Elija a la persona o escriba su nombre.")
        elif given.get("councillor") and given.get("name"):
            self.add_error("name", "Déjelo vacío si eligió a una persona de la lista.")
        return given


class RenewForm(RegistryForm):
    """Nothing to type: the page says what will be."""


class LeaveForm(RegistryForm):
    on = day_field("Día en que dejó el cargo", help_text="Desde ese día el asiento está vacante.")
    reason = Line(
        label="Por qué", max_length=LONGEST_REASON,
        help_text="No se publica. No escriba nada de su salud ni de su vida privada.",
    )  # fmt: skip


class RoleForm(RegistryForm):
    role = forms.ChoiceField(
        label="Cargo nuevo",
        choices=[each for each in Role.choices if each[0] != Role.ALTERNATE],
        help_text="Si otra persona lo tiene, sigue como integrante desde ese mismo día.",
    )
    on = day_field("Desde qué día", initial=timezone.localdate)
