"""What may stand in the address of `/buscar/`: shape and wording only."""

from django import forms
from django.core.validators import RegexValidator, validate_slug

from cuenta.search.queries import MOST_WORDS, Asked, read
from cuenta.search.sources import BY_SLUG, KINDS
from programs.regions import BY_SLUG as REGIONS

LONGEST = 200
_OF_LIST = {"invalid_choice": "Ese filtro no existe. Elija uno de la lista."}
_NO_NUL = {"null_characters_not_allowed": "Quite los caracteres que no se ven y busque de nuevo."}
_TOO_LONG = f"Es demasiado largo. Busque con menos de {LONGEST} letras."


def _slug() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=80, validators=[validate_slug],
        error_messages={
            "invalid": _OF_LIST["invalid_choice"], "max_length": _OF_LIST["invalid_choice"],
            **_NO_NUL,
        },
    )  # fmt: skip


class SearchForm(forms.Form):
    """Words, and what narrows them."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _TOO_LONG, **_NO_NUL},
    )
    tipo = forms.ChoiceField(
        required=False, choices=[(kind.slug, kind.many) for kind in KINDS], error_messages=_OF_LIST
    )
    cuenta = forms.CharField(
        required=False,
        validators=[RegexValidator(r"\A[12][0-9]{3}\Z", "Escriba el año con cuatro números.")],
        error_messages=_NO_NUL,
    )
    capitulo = _slug()
    programa = _slug()
    region = forms.ChoiceField(
        required=False,
        choices=[(slug, region.short_name) for slug, region in REGIONS.items()],
        error_messages=_OF_LIST,
    )
    despues = forms.CharField(required=False, max_length=60, error_messages={
        "max_length": "Ese enlace a otra página no sirve. Vuelva a buscar.", **_NO_NUL,
    })  # fmt: skip

    def clean_q(self) -> str:
        """The words, which are read once more in `asked`."""
        typed: str = self.cleaned_data["q"]
        if any("\ud800" <= character <= "\udfff" for character in typed):
            raise forms.ValidationError(_NO_NUL["null_characters_not_allowed"])
        asked = read(typed)
        if asked.size > MOST_WORDS:
            raise forms.ValidationError(f"Busque con {MOST_WORDS} palabras o menos.")
        if typed and not asked:
            raise forms.ValidationError("Escriba al menos una palabra, un monto o un folio.")
        return typed

    @property
    def asked(self) -> Asked:
        """Words and amounts of what was typed; only of a valid form."""
        return read(self.cleaned_data["q"])

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the names of the index."""
        data = self.cleaned_data
        kind, region = BY_SLUG.get(data["tipo"]), REGIONS.get(data["region"])
        return {
            "kind": kind.code if kind else "",
            "year": data["cuenta"],
            "chapter": data["capitulo"],
            "program": data["programa"],
            "region": region.code if region else "",
        }
