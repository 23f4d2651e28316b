"""What staff type about an answer report: shape only. What is allowed is asked of the actions."""

from typing import Any

from django import forms

from participation.actions.reports import LONGEST_OFFICE
from participation.forms import Line, Words
from participation.forms_staff import area, name_what_is_missing
from participation.models.reports import LONGEST_FOREWORD, LONGEST_REASON


class ReportForm(forms.Form):
    """A form of one act; `given` are the arguments of its action."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def first_trouble(self) -> str:
        """The first thing to mend, for a page that has no place beside the field."""
        return next((str(said[0]) for said in self.errors.values()), "")


class PrepareForm(ReportForm):
    """Begin a version; from the second on the action asks for the reason."""

    reason = Words(
        label="Por qué hace falta otra versión", max_length=LONGEST_REASON, required=False,
        widget=area(3), help_text="Es público. La primera versión no lo necesita.",
    )  # fmt: skip


class PresentForm(ReportForm):
    """What staff write of their own: the foreword, and why it goes without some answers."""

    foreword = Words(
        label="Presentación", max_length=LONGEST_FOREWORD, required=False, widget=area(8),
        help_text="Lo único que se escribe a mano. Los datos no se editan.",
    )  # fmt: skip
    pending_reason = Words(
        label="Por qué se publica con preguntas sin respuesta", max_length=LONGEST_REASON,
        required=False, widget=area(3),
        help_text="Hace falta solo si alguien espera todavía. Es público.",
    )  # fmt: skip


class ApproveForm(ReportForm):
    """The hash that the page showed: nobody approves what they did not read."""

    sha256 = forms.RegexField(
        r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Abra de nuevo el informe: no se sabe cuál leyó."
        ),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"expected_sha256": self.cleaned_data["sha256"]}


class PublishForm(ReportForm):
    """The office of who signs."""

    office = Line(
        label="Su cargo", max_length=LONGEST_OFFICE, required=False,
        help_text="Se publica junto a su nombre.",
    )  # fmt: skip


class WithdrawForm(ReportForm):
    """Why a published version is taken away."""

    reason = Words(
        label="Por qué se retira", max_length=LONGEST_REASON, widget=area(3),
        help_text="Es público. No repita lo que se quiere reservar.",
    )  # fmt: skip
