"""What staff type to act on a commitment, or to write down one of a hearing: shape only.

Each form gives the arguments of its action in `given()`; a refusal is shown beside `main`.
"""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from participation.actions.commitment_acts import (
    LONGEST_MILESTONE,
    LONGEST_SAID,
    LONGEST_URL,
    Evidence,
)
from participation.actions.commitments import LONGEST_HEARING
from participation.commitment_transitions import ACTION
from participation.due_words import day_in_words
from participation.forms import Line, Words
from participation.forms_answers import KEY
from participation.forms_staff import area, day_field, name_what_is_missing
from participation.hearing_words import zone_of
from participation.models import Commitment, Hearing, Milestone, Unit
from participation.models.commitments import LONGEST_PROMISE
from programs.models import Edition, Program, PublicAccount, User

STALE = "Abra de nuevo la página del compromiso: no se sabe qué versión estaba viendo."


def url_field(label: str, **more: Any) -> forms.URLField:
    """An address of the web, which may be left empty."""
    return forms.URLField(
        label=label, max_length=LONGEST_URL, required=False, assume_scheme="https",
        error_messages={
            "invalid": "Escriba la dirección completa, como https://www.servicio.cl/pagina.",
            "max_length": "Esa dirección es muy larga: use una más corta.",
        },
        **more,
    )  # fmt: skip


class _EditionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"Cuenta {obj.account.account_year}, edición {obj.number}"


class _AccountField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.account_year}: {obj.title}"


class _MilestoneField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.text} (para el {obj.due_on:%d-%m-%Y})"


class CommitmentForm(forms.Form):
    """A form of one act on `commitment`. `version` is what its page showed."""

    main = "said"
    code: ClassVar[str] = ""
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )  # fmt: skip

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        self.commitment = commitment
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = commitment.version
        self.fill()
        name_what_is_missing(self)

    def fill(self) -> None:
        """Choices and first values that depend on the commitment."""

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected_version(self) -> int:
        return int(self.cleaned_data["version"])

    def refuse(self, sentence: str) -> None:
        """Say why it was not done."""
        self.add_error(self.main if self.main in self.fields else None, sentence)


class SaidForm(CommitmentForm):
    """What is said in public of the act, and where it can be seen."""

    said = Words(label="Qué pasó", max_length=LONGEST_SAID, widget=area(4))
    url = url_field("Dirección donde se ve", help_text="Si está en la web. Es pública.")
    edition = _EditionField(
        Edition.objects.select_related("account").order_by("-account__account_year", "-number"),
        label="Edición de la cuenta donde se ve", required=False, empty_label="Ninguna",
    )  # fmt: skip

    def fill(self) -> None:
        self.fields["said"].help_text = ACTION[self.code].says

    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"evidence": Evidence(typed["said"], typed["url"], typed["edition"])}


class StartForm(SaidForm):
    code = "start"


class KeepForm(SaidForm):
    code = "keep"


class KeepPartForm(SaidForm):
    code = "keep_part"


class NotKeepForm(SaidForm):
    code = "not_keep"


class FinishForm(SaidForm):
    code = "finish_milestone"
    main = "milestone"
    milestone = _MilestoneField(Milestone.objects.none(), label="Hito", empty_label="Elija un hito")
    field_order = ("milestone", "said", "url", "edition")

    def fill(self) -> None:
        super().fill()
        self.fields["milestone"].queryset = steps_of(self.commitment)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {**super().given(), "milestone": self.cleaned_data["milestone"]}


class MilestoneForm(CommitmentForm):
    main = "due_on"
    text = Line(
        label="Qué es el hito", max_length=LONGEST_MILESTONE,
        help_text="Un paso que se pueda ver cuando esté hecho. Es público.",
    )  # fmt: skip
    due_on = day_field("Para cuándo")


class RescheduleForm(CommitmentForm):
    main = "due_on"
    milestone = _MilestoneField(
        Milestone.objects.none(), label="Qué cambia de fecha", required=False,
        empty_label="El compromiso entero",
    )  # fmt: skip
    due_on = day_field("Nueva fecha")
    reason = Words(
        label="Por qué", max_length=LONGEST_SAID, widget=area(3),
        help_text="Es público y se le avisa a quien se le prometió. La primera fecha queda a la "
        "vista para siempre.",
    )  # fmt: skip

    def fill(self) -> None:
        self.fields["milestone"].queryset = steps_of(self.commitment)  # type: ignore[attr-defined]


class OwnerForm(CommitmentForm):
    main = "responsible"
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label="Unidad responsable",
        empty_label="Elija una unidad", help_text="Es pública.",
    )  # fmt: skip
    responsible = forms.ModelChoiceField(
        User.objects.none(), label="Persona a cargo", required=False, empty_label="Nadie todavía",
        help_text="No es pública. Recibe los recordatorios y debe integrar la unidad.",
    )  # fmt: skip

    def fill(self) -> None:
        self.fields["responsible"].queryset = of_some_unit()  # type: ignore[attr-defined]
        self.fields["unit"].initial = self.commitment.unit_id
        self.fields["responsible"].initial = self.commitment.responsible_id


class ReopenForm(CommitmentForm):
    main = "reason"
    reason = Words(
        label="Por qué se vuelve a seguir", max_length=LONGEST_SAID, widget=area(3),
        help_text="Es público. Lo que se dijo de cómo terminó queda en su historia.",
    )  # fmt: skip


class _HearingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        day = obj.starts_at.astimezone(zone_of(obj.region_id)).date()
        return f"{obj.title}, {day_in_words(day, with_year=True)}"


class HearingForm(forms.Form):
    """A commitment that somebody of the institution made in a hearing."""

    use_required_attribute = False
    main = "text"
    account = _AccountField(
        PublicAccount.objects.order_by("-account_year"), label="Cuenta de la que trata",
        empty_label="Elija una cuenta",
    )  # fmt: skip
    hearing = _HearingField(
        Hearing.objects.held(), label="En qué audiencia", required=False,
        empty_label="Otra, que no está en el portal",
    )  # fmt: skip
    other_hearing = Line(
        label="Si fue otra, cuál", max_length=LONGEST_HEARING, required=False,
        help_text="Como la conoce la gente: dónde fue y qué día. Es público.",
    )  # fmt: skip
    other_hearing_url = url_field("Dirección de esa otra audiencia",
                                  help_text="De su página o grabación.")  # fmt: skip
    text = Words(
        label="Qué se promete", max_length=LONGEST_PROMISE, widget=area(3),
        help_text="Una frase que se pueda juzgar después: qué, cuánto, dónde. Es pública.",
    )  # fmt: skip
    due_on = day_field("Para cuándo")
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label="Unidad responsable",
        empty_label="Elija una unidad",
    )  # fmt: skip
    responsible = forms.ModelChoiceField(
        User.objects.none(), label="Persona a cargo", required=False, empty_label="Nadie todavía",
        help_text="No es pública.",
    )  # fmt: skip
    program = forms.ModelChoiceField(
        Program.objects.order_by("name"), label="Programa del que habla", required=False,
        empty_label="Ninguno", to_field_name="slug",
    )  # fmt: skip
    figure = Line(
        label="Cifra de la que habla", max_length=300, required=False,
        help_text="Su dirección en la cuenta, o su clave.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = of_some_unit()  # type: ignore[attr-defined]
        name_what_is_missing(self)

    def clean_figure(self) -> str:
        typed = self.cleaned_data["figure"]
        found = KEY.fullmatch(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError("Esa no es la dirección de una cifra ni su clave.")
        return found[1].lower() if found else ""

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        program = self.cleaned_data["program"]
        return {**self.cleaned_data, "program": program.slug if program else ""}

    def refuse(self, sentence: str) -> None:
        """Say why it was not done."""
        self.add_error(self.main, sentence)


def steps_of(commitment: Commitment) -> Any:
    """The steps that are not done."""
    return commitment.milestones.filter(done_on__isnull=True)


def of_some_unit() -> Any:
    """Who may have something in charge."""
    belongs = Q(units__is_active=True) | Q(heads__is_active=True)
    return User.objects.filter(belongs, is_active=True).distinct().order_by("full_name")
