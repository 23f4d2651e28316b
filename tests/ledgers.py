"""A small account made of figures of the seed, to build and judge pages without a database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from cuenta.pages.site import EditionInfo, Site
from programs.ledger import (
    Aggregation,
    Chapter,
    CheckKind,
    Column,
    Explanation,
    Figure,
    Indicator,
    Institution,
    Ledger,
    Measure,
    Product,
    Program,
    Row,
    Rule,
    Source,
    Table,
    Term,
    Unit,
    Voice,
)
from programs.regions import REGIONS

MILLION = Decimal(1_000_000)
DOCUMENT = "cuenta-2022"

TRAINED = {
    "15": (349, 237), "01": (507, 292), "02": (770, 373), "03": (426, 183), "04": (1065, 467),
    "05": (2245, 1118), "13": (7384, 3686), "06": (1087, 533), "07": (1210, 611), "16": (618, 256),
    "08": (1942, 963), "09": (1597, 819), "14": (603, 330), "10": (1149, 586), "11": (242, 117),
    "12": (603, 315),
}  # fmt: skip
PYMES = (
    ("digitaliza-tu-almacen", "Digitaliza tu Almacén", 2189, 770),
    ("ruta-digital", "Ruta Digital", 1153, 3162),
    ("crece", "Crece", 14021, 2520),
    ("reactivate-pyme", "Reactívate Pyme", 34710, 8374),
    ("reactivate-jardines", "Reactívate Jardines Infantiles", 2884, 680),
    ("reactivate-belleza", "Reactívate Industria Belleza", 11039, 3343),
    ("reactivate-suplementeros", "Reactívate Suplementeros", 2828, 1473),
    ("redes", "Redes Oportunidades de Negocio", 262, 287),
    ("servicios-virtuales", "Servicios Virtuales", 88, 31357),
    ("canales", "Canales de Comercialización", 683, 1256),
)
GROUPS = (
    ("fortalecimiento-gremial", "Fortalecimiento Gremial y Cooperativo", 1067, 133),
    ("ferias-libres", "Fondo de Desarrollo de Ferias Libres", 2598, 174),
    ("barrios-comerciales", "Fortalecimiento de Barrios Comerciales", 1910, 43),
    ("reactivate-organizaciones", "Reactívate Organizaciones Regionales", 1471, 131),
    ("barrios-comerciales-fet", "Barrios Comerciales FET", 2738, 66),
)
PRODUCTS = (
    ("emprendimiento", "Programa de emprendedores", 24346, 54939),
    ("pymes", "Programa de mejoramiento de la competitividad", 69857, 52160),
    ("asociatividad", "Programa para grupos de empresas asociatividad", 9784, 6240),
    ("emergencia", "Programas especiales de emergencia productiva", 495, 138),
    ("fondos", "Programas especiales con fondos regionales", 15291, 6786),
)
FUNDS = (
    ("satelites", "FNDR – Satélites Permanentes de Centros de Negocios", "", 654, 400),
    ("reactivate-cachapoal", "FNDR 2021 - Reactívate Cachapoal", "reactivate-pyme", 2092, 480),
    ("reactivate-colchagua", "FNDR 2021 - Reactívate Colchagua", "reactivate-pyme", 1482, 340),
    (
        "reactivate-cardenal-caro",
        "FNDR 2021 - Reactívate Cardenal Caro",
        "reactivate-pyme",
        850,
        180,
    ),
    ("calidad-turismo", "Programa «Calidad para el turismo»", "", 725, 230),
)

_MONEY = Column("monto", "Transferencias MM$", "transferencias")
_PEOPLE = Column("beneficiarios", "Beneficiarios/as", "beneficiarios")


def figure(key: str, value: object, unit: Unit = Unit.COUNT, **fields: object) -> Figure:
    """One figure; `value` is in the printed unit, None for "the document states none"."""
    base = None if value is None else Decimal(str(value)) * unit.scale
    precision = unit.scale if unit.is_money else Decimal(1)
    given: dict[str, object] = {
        "indicator": "transferencias" if unit.is_money else "beneficiarios",
        "precision": precision,
        "literal": "" if value is None else f"{value:,}".replace(",", "."),
        "source": DOCUMENT,
    }
    return Figure(key=key, value=base, unit=unit, **(given | fields))  # type: ignore[arg-type]


def _grid(slug: str, rows: Iterable[tuple[Row, int | None, int | None]], page: int) -> list[Figure]:
    made = []
    for row, money, people in rows:
        place = {"table": slug, "row": row.key, "page": page, "product": row.product}
        place |= {"program": row.program, "region": row.region}
        made.append(
            figure(f"{slug}-{row.key}-monto", money, Unit.MILLION_PESOS, column="monto", **place)
        )
        made.append(figure(f"{slug}-{row.key}-personas", people, column="beneficiarios", **place))
    return made


def _money_table(
    slug: str, chapter: str, title: str, rows: list[tuple[Row, int | None, int | None]], page: int
) -> tuple[Table, list[Figure]]:
    columns = (_MONEY, _PEOPLE)
    table = Table(
        slug, chapter, title, columns, tuple(row for row, _, _ in rows), source=DOCUMENT, page=page
    )
    return table, _grid(slug, rows, page)


def _training() -> tuple[Table, list[Figure]]:
    slug = "capacitacion-virtual"
    columns = (
        Column("mujeres", "Mujeres", "inscritos", sex="women"),
        Column("hombres", "Hombres", "inscritos", sex="men"),
        Column("total", "Total", "inscritos", is_total=True),
    )
    rows = [Row(region.slug, region.short_name, region=region.code) for region in REGIONS]
    made: list[Figure] = []
    totals = [sum(pair[place] for pair in TRAINED.values()) for place in (0, 1)]
    for row in [*rows, Row("total", "Total", is_total=True)]:
        pair = TRAINED.get(row.region, tuple(totals))
        for column, value in zip(columns, (*pair, sum(pair)), strict=True):
            made.append(
                figure(
                    f"{slug}-{row.key}-{column.key}",
                    value,
                    indicator="inscritos",
                    table=slug,
                    row=row.key,
                    column=column.key,
                    region=row.region,
                    sex=column.sex,
                    page=29,
                    highlight=4 if (row.key, column.key) == ("total", "total") else None,
                )
            )
    table = Table(
        slug,
        "capacitacion",
        "Inscritas e inscritos por sexo y región",
        columns,
        (*rows, Row("total", "Total", is_total=True)),
        "Región",
        source=DOCUMENT,
        page=29,
    )
    return table, made


def _sexes() -> tuple[Table, list[Figure]]:
    slug = "genero"
    columns = (
        Column("mujeres", "Mujeres", "participacion", sex="women"),
        Column("hombres", "Hombres", "participacion", sex="men"),
        Column("no-informa", "No informa", "participacion", sex="not_reported"),
    )
    rows = (
        Row("crece", "Crece", program="crece"),
        Row("ruta-digital", "Ruta Digital", program="ruta-digital"),
        Row("reactivate-pyme", "Reactívate Pyme", program="reactivate-pyme"),
    )
    values = {
        "crece": (41, 59, None),
        "ruta-digital": (53, 43, None),
        "reactivate-pyme": (42, 57, 1),
    }
    made = [
        figure(
            f"{slug}-{row.key}-{column.key}",
            value,
            Unit.PERCENT,
            indicator="participacion",
            program=row.program,
            sex=column.sex,
            table=slug,
            row=row.key,
            column=column.key,
            page=24,
        )
        for row in rows
        for column, value in zip(columns, values[row.key], strict=True)
    ]
    title = "Beneficiarias y beneficiarios por programa"
    return Table(slug, "genero", title, columns, rows, source=DOCUMENT, page=24), made


def _tables() -> tuple[list[Table], list[Figure]]:
    total = Row("total", "Total", is_total=True)
    made = [
        _money_table(
            "pymes",
            "pymes",
            "Logros 2021",
            [(Row(s, n, product="pymes", program=s), m, p) for s, n, m, p in PYMES]
            + [(replace(total, product="pymes"), 69857, 53222)],
            8,
        ),
        _money_table(
            "asociativos",
            "asociativos",
            "Logros 2021",
            [(Row(s, n, product="asociatividad", program=s), m, p) for s, n, m, p in GROUPS]
            + [(replace(total, product="asociatividad"), 9784, 416)],
            10,
        ),
        _money_table(
            "fondos-ohiggins",
            "fondos",
            "O’Higgins",
            [(Row(s, n, product="fondos", program=s, region="06"), m, p) for s, n, _, m, p in FUNDS]
            + [(replace(total, label="Total región", product="fondos", region="06"), 5803, 1630)],
            17,
        ),
        _money_table(
            "fondos-la-araucania",
            "fondos",
            "La Araucanía",
            [
                (
                    Row(
                        "conadi",
                        "Crece y Emprende Conadi",
                        product="fondos",
                        program="conadi",
                        region="09",
                    ),
                    178,
                    None,
                ),
            ],
            20,
        ),
        _money_table(
            "productos",
            "logros",
            "Logros 2021",
            [(Row(s, n, product=s), m, p) for s, n, m, p in PRODUCTS]
            + [(replace(total, label="Total 2021"), 119773, 120263)],
            25,
        ),
        _training(),
        _sexes(),
    ]
    return [table for table, _ in made], [each for _, figures in made for each in figures]


def _is_pending(each: Figure) -> bool:
    return each.value is None and each.row == "conadi"


def small_ledger() -> Ledger:
    """Seed figures: tables that add up, one that does not, a dash, a fact stated in two places."""
    tables, figures = _tables()
    places = {"productos-total-monto": 1, "pymes-total-personas": 2}
    figures = [replace(each, highlight=places.get(each.key, each.highlight)) for each in figures]
    figures = [
        replace(each, note="en proceso de selección") if _is_pending(each) else each
        for each in figures
    ]
    figures += [
        figure(
            "pymes-texto-monto",
            69857,
            Unit.MILLION_PESOS,
            product="pymes",
            chapter="pymes",
            page=7,
            title="Presupuesto de Fortalecimiento de las pymes",
        ),
        figure(
            "centros-asesorados",
            29332,
            indicator="asesorados",
            chapter="centros",
            page=26,
            title="Personas asesoradas en Centros de Negocios",
            highlight=3,
        ),
        figure(
            "emergencia-texto-monto",
            495050,
            Unit.MILLION_PESOS,
            product="emergencia",
            chapter="emergencia",
            page=12,
            title="Inversión en emergencia productiva",
        ),
    ]
    return Ledger(
        institution=Institution(
            "sercotec",
            "Servicio de Cooperación Técnica, Sercotec",
            "Sercotec",
            "Ministerio de Economía, Fomento y Turismo",
        ),
        account_year=2022,
        management_year=2021,
        title="Cuenta Pública Participativa 2022",
        summary="Lo que Sercotec hizo en 2021.",
        chapters=(
            Chapter(
                "quienes-somos", "Quiénes somos", "Sercotec apoya a las empresas pequeñas.", page=2
            ),
            Chapter(
                "logros",
                "Principales logros",
                "Así se repartió el dinero.\n\n{tabla:productos}",
                page=4,
            ),
            Chapter(
                "pymes",
                "Fortalecimiento de las pymes",
                "Se transfirieron {cifra:pymes-texto-monto}.\n\nLlegó a "
                "{cifra:pymes-total-personas}.\n\n- Uno\n- Dos",
                "logros",
                7,
            ),
            Chapter(
                "asociativos", "Programas asociativos", "Quienes trabajan juntos.", "logros", 9
            ),
            Chapter(
                "emergencia",
                "Emergencia productiva",
                "{cifra:emergencia-texto-monto}.",
                "logros",
                12,
            ),
            Chapter("fondos", "Fondos regionales", "Fondos de las regiones.", "logros", 13),
            Chapter("genero", "Género", "Quiénes recibieron apoyo.", page=24),
            Chapter(
                "centros",
                "Centros de Negocios",
                "Se asesoró a {cifra:centros-asesorados}.",
                page=26,
            ),
            Chapter("capacitacion", "Capacitación virtual", "Cursos en línea.", page=29),
        ),
        products=tuple(Product(slug, name) for slug, name, _, _ in PRODUCTS),
        programs=(
            *(Program(s, n, "pymes", description=f"{n} es un programa.") for s, n, _, _ in PYMES),
            *(Program(s, n, "asociatividad") for s, n, _, _ in GROUPS),
            *(Program(s, n, "fondos", "06", named_after=after) for s, n, after, _, _ in FUNDS),
            Program("conadi", "Crece y Emprende Conadi", "fondos", "09", named_after="crece"),
        ),
        indicators=(
            Indicator("transferencias", "Transferencias", Measure.MONEY, Aggregation.SUM),
            Indicator(
                "beneficiarios",
                "Beneficiarias y beneficiarios",
                Measure.COUNT,
                Aggregation.SUM,
                "persona o empresa beneficiada",
                "personas o empresas beneficiadas",
            ),
            Indicator(
                "inscritos",
                "Personas inscritas en capacitación virtual",
                Measure.COUNT,
                Aggregation.SUM,
                "persona",
                "personas",
            ),
            Indicator(
                "participacion", "Participación por sexo", Measure.PERCENT, Aggregation.SHARE
            ),
            Indicator(
                "asesorados",
                "Personas asesoradas",
                Measure.COUNT,
                Aggregation.SUM,
                "persona",
                "personas",
            ),
        ),
        sources=(Source(DOCUMENT, "Cuenta Pública Participativa 2022", "Sercotec", "lámina"),),
        tables=tuple(tables),
        figures=tuple(figures),
        rules=(
            Rule(
                "emergencia-monto",
                CheckKind.SAME,
                "Inversión en emergencia",
                "emergencia-texto-monto",
                ("productos-emergencia-monto",),
            ),
        ),
        explanations=(
            Explanation(
                "suma-asociativos-beneficiarios",
                "-131",
                "El documento no dice por qué.",
                Voice.EDITOR,
                "Equipo de datos",
                "2022-05-19T10:00:00-04:00",
            ),
        ),
        terms=(Term("mm", "MM$", "Millones de pesos."),),
    )


def edition_of(ledger: Ledger, number: int = 1, reason: str = "Primera publicación") -> EditionInfo:
    """An edition published in May of the account's year."""
    instant = datetime(ledger.account_year, 5, 18 + number, 14, 0, tzinfo=UTC)
    return EditionInfo(
        number, instant, "Ana Rojas", "Luis Soto", f"{number:x}" * 64, ledger, reason
    )


def small_site(ledger: Ledger | None = None, *, draft: bool = False, prefix: str = "") -> Site:
    """The pages' world: a published first edition, or the draft."""
    made = ledger or small_ledger()
    if draft:
        return Site(made, None, (), "https://cuenta.example", prefix or "/borrador")
    edition = edition_of(made)
    return Site(made, edition, (edition,), "https://cuenta.example", prefix)
