"""The data dictionary of the package: what each file and each column holds, in plain Spanish.

It travels inside `datapackage.json`, so that whoever opens the package needs no other document.
"""

FILES = {
    "chapters": "Capítulos del documento. El texto de cada uno está en chapters/<slug>.md.",
    "products": "Productos estratégicos: para qué se financia la institución.",
    "programs": "Programas.",
    "indicators": "Indicadores: qué se mide y cómo se suma.",
    "sources": "Documentos de donde salen las cifras.",
    "tables": "Tablas, como el documento las dispone.",
    "columns": "Columnas de las tablas.",
    "rows": "Filas de las tablas.",
    "figures": "Cifras: una por fila, con su valor, su unidad y su fuente.",
    "rules": "Comprobaciones declaradas, además de las que se deducen de las tablas.",
    "explanations": "Lo que se explica en público de una diferencia.",
    "errata": "Fe de erratas: por qué cambió una cifra o un capítulo entre dos ediciones.",
    "terms": "Glosario.",
}
# By column, for every file that has it; what differs in one file is under «file.column».
COLUMNS = {
    "slug": "Identificador permanente",
    "key": "Identificador permanente",
    "title": "Título",
    "name": "Nombre",
    "description": "Descripción",
    "note": "Nota",
    "page": "Página o lámina de la fuente",
    "chapter": "Capítulo (chapters.slug)",
    "table": "Tabla (tables.slug)",
    "row": "Fila (rows.key) de su tabla",
    "column": "Columna (columns.key) de su tabla",
    "product": "Producto estratégico (products.slug)",
    "program": "Programa (programs.slug)",
    "region": "Región: código único territorial (CUT), dos caracteres",
    "sex": "Sexo: women (mujeres), men (hombres) o not_reported (no informa)",
    "indicator": "Indicador (indicators.slug)",
    "source": "Fuente (sources.slug)",
    "label": "Título, como lo escribe el documento",
    "is_total": "true si suma las demás",
    "chapters.parent": "Capítulo al que pertenece (chapters.slug)",
    "programs.named_after": "Programa nacional cuyo nombre lleva (programs.slug)",
    "programs.aliases": "Otras formas en que se escribe, separadas por punto y coma",
    "indicators.measure": "Qué mide: money (pesos), count (cantidad) o percent (porcentaje)",
    "indicators.aggregation": "Cómo se suma: sum (las partes hacen el total), share (las partes "
    "hacen 100 %) o none (no se suma)",
    "indicators.noun_one": "Cómo se llama una unidad",
    "indicators.noun_many": "Cómo se llaman varias",
    "sources.publisher": "Quién publica la fuente",
    "sources.page_noun": "Cómo se llaman sus páginas",
    "sources.url": "Dirección",
    "sources.sha256": "Huella SHA-256 del documento",
    "tables.row_heading": "Título de la columna de las filas",
    "figures.value": "Valor en pesos, unidades o puntos porcentuales; vacío si no se informa",
    "figures.unit": "Unidad en que se publicó: $, M$ (miles), MM$ (millones), n (cantidad) o %",
    "figures.precision": "Paso con que se publicó, en las mismas unidades de value",
    "figures.literal": "Lo que está escrito en la fuente, letra por letra",
    "figures.scope": "Grupo que no es producto, programa, región ni sexo",
    "figures.sheet": "Hoja de la planilla",
    "figures.cell": "Celda de la planilla",
    "figures.highlight": "Orden en la portada",
    "rules.kind": "Tipo: sum, same, count, share, unit, coverage o growth",
    "rules.whole": "Cifra que se comprueba (figures.key)",
    "rules.parts": "Con qué se compara, separado por espacios: cifras, tabla:columna o tabla:*",
    "explanations.check": "Comprobación de la que habla (outcomes.csv, slug)",
    "explanations.difference": "Diferencia que explica: lo declarado menos lo que resulta",
    "explanations.text": "Explicación",
    "explanations.voice": "Quién habla: institution (la institución) o editor (quien preparó)",
    "explanations.author": "Nombre de quien explica",
    "explanations.explained_at": "Cuándo se explicó",
    "errata.reason": "Motivo",
    "errata.figure": "Cifra que cambió (figures.key)",
    "errata.question": "Folio de la pregunta que la causó",
    "errata.noted_at": "Cuándo se anotó",
    "terms.term": "Palabra",
    "terms.definition": "Qué significa",
}
# Columns whose values are all different within their file.
KEYS = {
    "columns": ["table", "key"],
    "rows": ["table", "key"],
    "figures": ["key"],
    "explanations": ["check"],
}


def described(file: str, column: str) -> str:
    """What a column of a file holds. Raises KeyError where nobody wrote it down."""
    return COLUMNS.get(f"{file}.{column}") or COLUMNS[column]


def key_of(file: str) -> list[str]:
    """The columns that tell the rows of a file apart."""
    return KEYS.get(file, ["slug"])
