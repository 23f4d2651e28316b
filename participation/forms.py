"""What is typed or comes in an address: shape only, never a rule."""

import re
import unicodedata
from typing import Any

from django import forms

from participation.folios import read_folio
from participation.models import Authorship, Submission
from participation.models.submissions import LONGEST_TEXT, SHORTEST_TEXT
from participation.subjects import ADDRESS
from programs.figures import format_number, plural
from programs.regions import REGIONS

LONGEST_EMAIL = 254
_UNSEEN = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
LETTERS = ("letra", "letras")


class AskForm(forms.Form):
    """`?sobre=`: what the question is about. Empty is fine: it is about the account as a whole."""

    sobre = forms.CharField(max_length=600, required=False)

    def clean_sobre(self) -> re.Match[str] | None:
        """The parts of the address: `year`, `number`, `path` and `anchor`; None where empty."""
        text = self.cleaned_data["sobre"]
        if not text:
            return None
        found = ADDRESS.fullmatch(text)
        if found is None:
            raise forms.ValidationError("La dirección no es de una edición publicada.")
        return found


class Words(forms.CharField):
    """A text as a person wrote it: one kind of line break, nothing that cannot be seen."""

    default_validators: list[Any] = []  # a NUL is taken out rather than complained about

    def to_python(self, value: object) -> str:
        """Text in NFC, without control or direction characters."""
        text = "" if value is None else str(value).encode("utf-8", "replace").decode()
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()

    def widget_attrs(self, widget: forms.Widget) -> Any:
        """Without `maxlength`: a browser cuts what is pasted, and nobody sees what was lost."""
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes

    def run_validators(self, value: str) -> None:
        """Only ours: Django's would refuse what `to_python` has mended."""
        if self.max_length is not None and len(value) > self.max_length:
            over = len(value) - self.max_length
            raise forms.ValidationError(
                f"Acórtelo: tiene {plural(over, *LETTERS)} de más (el máximo es {self.max_length})."
            )


class Line(Words):
    """The same on one line."""

    def to_python(self, value: object) -> str:
        """Blanks and line breaks become one blank."""
        return " ".join(super().to_python(value).split())


class Step(forms.Form):
    """One step of asking; what it may not hold is said beside the field."""

    use_required_attribute = False


class KindForm(Step):
    kind = forms.ChoiceField(
        label="¿Qué quiere enviar?",
        choices=Submission.PEOPLE_KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija una de las tres.",
            "invalid_choice": "Elija una de las tres.",
        },
    )


class TextForm(Step):
    text = Words(
        label="Su texto",
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "data-most": LONGEST_TEXT}),
    )

    def clean_text(self) -> str:
        """Between the shortest and the longest that are taken."""
        text: str = self.cleaned_data["text"]
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(
                f"Escriba al menos {SHORTEST_TEXT} letras, para que se entienda."
            )
        if len(text) > LONGEST_TEXT:
            over = len(text) - LONGEST_TEXT
            raise forms.ValidationError(
                f"Acorte su texto: tiene {plural(over, *LETTERS)} de más. El máximo es "
                f"{format_number(LONGEST_TEXT)}. Si necesita más espacio, adjúntelo en el paso "
                "siguiente."
            )
        return text


class PersonForm(Step):
    shown_name = Line(
        label="Nombre que se mostrará",
        required=False,
        max_length=100,
        help_text="Se publica junto a su texto. Déjelo en blanco para escribir sin nombre.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Line(
        label="Correo electrónico",
        required=False,
        help_text="No se publica. Sirve para enviarle el comprobante y la respuesta. Sin correo "
        "también recibe un folio y una clave para seguir su envío.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    region = forms.ChoiceField(
        label="Región desde la que escribe",
        required=False,
        choices=[("", "Prefiero no decirlo"), *((each.code, each.name) for each in REGIONS)],
        error_messages={"invalid_choice": "Elija una región de la lista."},
    )
    organisation = Line(
        label="Organización",
        required=False,
        max_length=150,
        help_text="Si escribe en nombre de una. No se publica.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sex = forms.ChoiceField(
        label="Sexo",
        required=False,
        choices=[("", "Prefiero no decirlo"),
                 *((value, label) for value, label in Authorship.Sex.choices if value)],
        help_text="Sirve para saber quiénes participan. No se publica.",
        error_messages={"invalid_choice": "Elija una opción de la lista."},
    )  # fmt: skip

    def clean_email(self) -> str:
        """Empty, or an address that mail can be sent to."""
        text: str = self.cleaned_data["email"]
        if not text:
            return ""
        trouble = what_is_wrong_with(text)
        if trouble:
            raise forms.ValidationError(trouble)
        return text

    @property
    def has_trouble_in_details(self) -> bool:
        """Whether what is folded away has to be mended."""
        return bool(self.errors.keys() & {"organisation", "sex"})


def what_is_wrong_with(email: str) -> str:
    """What to do about an e-mail that cannot be right; empty where it can."""
    if "@" not in email:
        return "Falta la arroba: escriba su correo como nombre@dominio.cl."
    if " " in email:
        return "Quite los espacios: un correo no lleva ninguno."
    if len(email) > LONGEST_EMAIL:
        return f"Revise su correo: no puede tener más de {LONGEST_EMAIL} letras."
    try:
        forms.EmailField().clean(email)
    except forms.ValidationError:
        return "Revise su correo: debe ser como nombre@dominio.cl."
    return ""


class TrackForm(Step):
    folio = Line(
        label="Folio",
        required=False,
        help_text="Está en su comprobante. Es como CPP-2022-000123-8.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    key = Line(
        label="Clave",
        required=False,
        help_text="Son 12 letras y números, como 7Q4M-X0TB-9C2E.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_folio(self) -> str:
        """The folio as it is stored, however it was written."""
        try:
            return str(read_folio(self.cleaned_data["folio"]))
        except ValueError as trouble:
            raise forms.ValidationError(str(trouble)) from None

    def clean_key(self) -> str:
        """Anything: whether it is the key of that folio is not a matter of shape."""
        if not self.cleaned_data["key"]:
            raise forms.ValidationError("Escriba la clave. Está en su comprobante, bajo el folio.")
        return str(self.cleaned_data["key"])[:200]


def letters_of(text: str) -> str:
    """`156 de 3.000 letras`."""
    return f"{format_number(len(text))} de {plural(LONGEST_TEXT, *LETTERS)}"
