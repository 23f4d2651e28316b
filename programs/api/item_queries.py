"""What each list of an account may be narrowed and sorted by."""

from programs.api.items import UNIT_CODES
from programs.api.queries import (
    NOTHING,
    YEARS,
    EditionListQuery,
    ListQuery,
    OneOf,
    Whole,
    choices,
    regions,
    slugs,
)
from programs.checks import Verdict
from programs.ledger import CheckKind, Measure, Sex


def order(*names: str) -> OneOf:
    """In which order a list comes; the first is the usual one."""
    return OneOf(
        choices=list(names), required=False,
        help_text=f"Orden de la lista; `{names[0]}` si no se dice.",
    )  # fmt: skip


class ItemQuery(EditionListQuery):
    order = order("document", "key")
    key = slugs("Solo las de estas claves.")


class ChapterQuery(ItemQuery):
    parent = slugs("Los que pertenecen a este capítulo; `-`, los que no pertenecen a ninguno.")


class ProgramQuery(ItemQuery):
    product = slugs("Los de un producto estratégico; `-`, los que no tienen.")
    region = regions("Los de una región: código CUT o nombre de su página; `-`, los nacionales.")


class IndicatorQuery(ItemQuery):
    measure = choices("Lo que miden.", Measure)


class TableQuery(ItemQuery):
    chapter = slugs("Las de un capítulo.")


class ErratumQuery(ItemQuery):
    result = slugs("Las de una cifra.")
    chapter = slugs("Las de un capítulo.")


class ResultQuery(ItemQuery):
    order = order("document", "key", "value", "-value")
    indicator = slugs("Las de un indicador.")
    program = slugs("Las de un programa; `-`, las que no son de ninguno.")
    product = slugs("Las de un producto estratégico; `-`, las que no tienen.")
    region = regions("Las de una región: código CUT o nombre de su página; `-`, las del país.")
    sex = choices("Las de un sexo; `-`, las que no lo distinguen.", [NOTHING, *Sex])
    chapter = slugs("Las de un capítulo, también las de sus tablas.")
    table = slugs("Las de una tabla; `-`, las que están en el texto.")
    source = slugs("Las que salen de una fuente.")
    unit = choices("Las publicadas en una unidad.", UNIT_CODES.values())
    verdict = choices(
        "Por el peor resultado de sus comprobaciones; `-`, las que nada comprueba.",
        [NOTHING, *Verdict],
    )


class CheckQuery(ItemQuery):
    kind = choices("De una clase.", CheckKind)
    verdict = choices("Por su resultado.", Verdict)
    result = slugs("Las que usan esta cifra.")
    explained = choices("Si su diferencia tiene una explicación pública.", ["true", "false"])


class EditionQuery(EditionListQuery):
    """Every edition, or those of the account of one year."""

    edition = None  # type: ignore[assignment]
    year = Whole(
        required=False, min_value=1990, max_value=2100, help_text="Año de la cuenta.",
        error_messages=YEARS,
    )  # fmt: skip


class AccountQuery(ListQuery):
    """Every account that was published."""
