"""The sheets behind the downloads: every figure, every check, each table as it is laid out.

Field names are Spanish: they are read by whoever opens the file. Values are in base units, and
beside them is what was printed.
"""

from collections.abc import Sequence
from dataclasses import replace

from programs.checks import Outcome, Verdict
from programs.figures import format_figure
from programs.formats import Cell, Field, Sheet
from programs.ledger import CheckKind, Column, Figure, Ledger, Table, Voice

ROW_DIMENSIONS = (("producto", "product"), ("programa", "program"), ("region", "region"))
FIGURE_FIELDS = (
    Field("clave", "Clave", "identificador permanente de la cifra dentro de la cuenta"),
    Field("titulo", "Título"),
    Field("indicador", "Indicador", "qué se mide"),
    Field("valor", "Valor", "en pesos, unidades o puntos; vacío si no se informa", "decimal"),
    Field("unidad", "Unidad publicada", "$, M$ (miles), MM$ (millones), n (cantidad) o %"),
    Field("precision", "Precisión", "paso con que se publicó, en pesos o unidades", "decimal"),
    Field("publicado", "Publicado", "la cifra como se lee en el portal"),
    Field("literal", "Dice el documento", "lo que está escrito en la fuente, letra por letra"),
    Field("producto", "Producto estratégico"),
    Field("programa", "Programa"),
    Field("region", "Región", "código único territorial (CUT), dos caracteres"),
    Field("sexo", "Sexo", "women, men o not_reported"),
    Field("grupo", "Grupo", "grupo que no es producto, programa, región ni sexo"),
    Field("capitulo", "Capítulo"),
    Field("tabla", "Tabla"),
    Field("fila", "Fila"),
    Field("columna", "Columna"),
    Field("nota", "Nota"),
    Field("fuente", "Fuente"),
    Field("pagina", "Página o lámina", kind="integer"),
    Field("hoja", "Hoja"),
    Field("celda", "Celda"),
)
VERDICT_WORDS = {
    Verdict.HOLDS: "cuadra",
    Verdict.DIFFERS: "no_cuadra",
    Verdict.UNKNOWN: "no_se_sabe",
}
KIND_WORDS = {
    CheckKind.SUM: "suma",
    CheckKind.SAME: "misma_cifra",
    CheckKind.COUNT: "conteo",
    CheckKind.SHARE: "porcentajes",
    CheckKind.UNIT: "unidad",
    CheckKind.COVERAGE: "cobertura",
    CheckKind.GROWTH: "crecimiento",
}
VOICE_WORDS = {Voice.INSTITUTION: "institucion", Voice.EDITOR: "editor"}
CODED = {"tipo": CheckKind, "resultado": Verdict, "voz": Voice}
SOURCE_FIELDS = (
    Field("fuente", "Fuente", "identificador permanente"),
    Field("titulo", "Título"),
    Field("publica", "Quién la publica"),
    Field("pagina_se_llama", "Cómo se llaman sus páginas"),
    Field("direccion", "Dirección"),
    Field("sha256", "Huella SHA-256 del documento"),
    Field("nota", "Nota"),
)
CHECK_FIELDS = (
    Field("comprobacion", "Comprobación", "identificador permanente"),
    Field("tipo", "Tipo", ", ".join(KIND_WORDS.values())),
    Field("titulo", "Título"),
    Field("resultado", "Resultado", ", ".join(VERDICT_WORDS.values())),
    Field("cifra", "Cifra declarada", "clave de la cifra que se comprueba"),
    Field("declarado", "Valor declarado", "en pesos, unidades o puntos", "decimal"),
    Field("esperado", "Valor que resulta", "en pesos, unidades o puntos", "decimal"),
    Field("diferencia", "Diferencia", "declarado menos lo que resulta", "decimal"),
    Field("margen", "Margen por redondeo", "lo que el redondeo puede explicar", "decimal"),
    Field("factor", "Factor", "cuántas veces de más parece la cifra", "decimal"),
    Field("partes", "Partes", "claves de las cifras usadas, separadas por espacio"),
    Field("falta", "Falta", "lo que el desglose no trae"),
    Field("frase", "En palabras"),
    Field("explicacion", "Explicación pública"),
    Field("voz", "Quién explica", "institucion (la institución) o editor (quien preparó)"),
    Field("autor", "Nombre de quien explica"),
    Field("explicado", "Cuándo se explicó"),
)


def figures_sheet(figures: Sequence[Figure], title: str = "Cifras") -> Sheet:
    """Figures, a row each."""
    return Sheet(title, FIGURE_FIELDS, tuple(_figure_row(figure) for figure in figures))


def sources_sheet(ledger: Ledger, figures: Sequence[Figure] | None = None) -> Sheet:
    """The documents that figures come from; without figures, all of the account."""
    used = {figure.source for figure in figures} if figures is not None else set(ledger.source)
    rows = tuple(
        (each.slug, each.title, each.publisher, each.page_noun, each.url, each.sha256, each.note)
        for each in ledger.sources
        if each.slug in used
    )
    return Sheet("Fuentes", SOURCE_FIELDS, rows)


def _figure_row(figure: Figure) -> tuple[Cell, ...]:
    return (
        figure.key, figure.title, figure.indicator,
        figure.value, str(figure.unit), figure.precision, format_figure(figure), figure.literal,
        figure.product, figure.program, figure.region, figure.sex, figure.scope,
        figure.chapter, figure.table, figure.row, figure.column, figure.note,
        figure.source, figure.page, figure.sheet, figure.cell,
    )  # fmt: skip


def checks_sheet(ledger: Ledger, outcomes: Sequence[Outcome]) -> Sheet:
    """Every check, its kind and its result in Spanish, as its heads are."""
    rows = tuple(_check_row(ledger, outcome) for outcome in outcomes)
    return Sheet("Cuadratura", CHECK_FIELDS, rows)


def coded(sheet: Sheet) -> Sheet:
    """The sheet of checks for programs: kinds, results and voices by the codes of the package."""
    words: dict[str, str] = {
        word: str(code)
        for known in (VERDICT_WORDS, KIND_WORDS, VOICE_WORDS)
        for code, word in known.items()
    }
    places = [place for place, field in enumerate(sheet.fields) if field.name in CODED]
    fields = tuple(
        replace(field, description=", ".join(CODED[field.name])) if field.name in CODED else field
        for field in sheet.fields
    )
    rows = tuple(
        tuple(words.get(str(cell), cell) if place in places else cell
              for place, cell in enumerate(row))
        for row in sheet.rows
    )  # fmt: skip
    return Sheet(sheet.title, fields, rows)


def _check_row(ledger: Ledger, outcome: Outcome) -> tuple[Cell, ...]:
    explanation = ledger.explanation.get(outcome.slug)
    if explanation is not None and explanation.difference != outcome.difference_key:
        explanation = None  # it spoke of another difference
    words = ("", "", "", "")
    if explanation is not None:
        words = (
            explanation.text, VOICE_WORDS[explanation.voice],
            explanation.author, explanation.explained_at,
        )  # fmt: skip
    return (
        outcome.slug, KIND_WORDS[outcome.kind], outcome.title, VERDICT_WORDS[outcome.verdict],
        outcome.stated.key if outcome.stated else "",
        outcome.stated.value if outcome.stated else None,
        outcome.expected, outcome.difference, outcome.allowance, outcome.factor,
        " ".join(part.figure.key for part in outcome.parts if part.figure),
        ", ".join(outcome.missing), outcome.sentence, *words,
    )  # fmt: skip


def table_sheet(ledger: Ledger, table: Table) -> Sheet:
    """The table as it is laid out: a row each, and per column its value and how it was printed.

    Row fields begin with `fila_`, which no column key can, so that no name is ever repeated.
    """
    cells = ledger.cells[table.slug]
    noted = {figure.column for figure in cells.values() if figure.note}
    told = [
        (name, attribute)
        for name, attribute in (
            ("producto", "product"),
            ("programa", "program"),
            ("region", "region"),
        )
        if any(getattr(row, attribute) for row in table.rows)
    ]
    fields = [
        Field("fila_clave", "Clave de la fila"),
        Field("fila_nombre", table.row_heading),
        Field("fila_es_total", "Es total", "la fila suma las demás de la tabla", "boolean"),
        *(Field(f"fila_{name}", name.capitalize()) for name, _ in told),
    ]
    for column in table.columns:
        fields += _column_fields(column, noted)
    rows = []
    for row in table.rows:
        values: list[Cell] = [row.key, row.label, row.is_total]
        values += [getattr(row, attribute) for _, attribute in told]
        for column in table.columns:
            values += _printed_cells(cells.get((row.key, column.key)), column, noted)
        rows.append(tuple(values))
    return Sheet(table.title, tuple(fields), tuple(rows))


def _column_fields(column: Column, noted: set[str]) -> list[Field]:
    base = "en pesos, unidades o puntos porcentuales, sin redondear de nuevo"
    fields = [
        Field(column.key, f"{column.label}, valor", base, "decimal"),
        Field(f"{column.key}_publicado", f"{column.label}, publicado", "con su unidad"),
    ]
    if column.key in noted:
        fields.append(Field(f"{column.key}_nota", f"{column.label}, nota"))
    return fields


def _printed_cells(figure: Figure | None, column: Column, noted: set[str]) -> list[Cell]:
    cells: list[Cell] = [None, ""] if figure is None else [figure.value, format_figure(figure)]
    if column.key in noted:
        cells.append(figure.note if figure else "")
    return cells
