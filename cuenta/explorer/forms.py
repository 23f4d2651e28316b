"""What may stand in the address of `/datos/`: shape and wording only."""

from django import forms
from django.core.validators import RegexValidator, validate_slug

from programs.ledger import Sex
from programs.regions import BY_SLUG as REGIONS

NONE = "-"  # «sin distinguir»: figures that do not say the dimension
VIEWS = (("tabla", "Tabla"), ("barras", "Barras"), ("serie", "Serie por año"))
BY = (
    ("region", "Región"), ("programa", "Programa"), ("producto", "Producto estratégico"),
    ("sexo", "Sexo"), ("cuenta", "Año"),
)  # fmt: skip
SEXES = {"mujeres": Sex.WOMEN, "hombres": Sex.MEN, "no-informa": Sex.NOT_REPORTED}
_OF_LIST = "Elija una opción de la lista."
_YEAR = "Escriba el año con cuatro números."
_NO_NUL = {"null_characters_not_allowed": _OF_LIST}


def _slug() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=80, validators=[validate_slug],
        error_messages={"invalid": _OF_LIST, "max_length": _OF_LIST, **_NO_NUL},
    )  # fmt: skip


def _choice(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False, choices=choices, error_messages={"invalid_choice": _OF_LIST}
    )


def _year() -> forms.CharField:
    return forms.CharField(
        required=False, validators=[RegexValidator(r"\A[12][0-9]{3}\Z", _YEAR)],
        error_messages=_NO_NUL,
    )  # fmt: skip


class ExplorerForm(forms.Form):
    """Which figures, how they are seen and how they are told."""

    indicador = _slug()
    cuenta = _year()
    producto = _slug()
    programa = _slug()
    region = _choice([(NONE, ""), *((slug, "") for slug in REGIONS)])
    sexo = _choice([(NONE, ""), *((word, "") for word in SEXES)])
    ver = _choice([*VIEWS])
    por = _choice([*BY])
    pesos = _year()
    medida = _choice([("habitante", "Por habitante")])
    desde = forms.CharField(
        required=False,
        validators=[RegexValidator(r"\A[0-9]{1,6}\Z", "Ese enlace no sirve. Vuelva al comienzo.")],
        error_messages=_NO_NUL,
    )

    @property
    def filters(self) -> dict[str, str]:
        """What narrows, by the names of the facts; NONE for those that do not say it."""
        data = self.cleaned_data
        region, sex = REGIONS.get(data["region"]), SEXES.get(data["sexo"])
        return {
            "indicator": data["indicador"],
            "year": data["cuenta"],
            "product": data["producto"],
            "program": data["programa"],
            "region": region.code if region else data["region"],
            "sex": str(sex) if sex else data["sexo"],
        }
