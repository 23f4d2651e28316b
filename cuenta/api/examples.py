"""Lines that anyone may paste into a terminal. The tests run every one of them."""

from dataclasses import dataclass

HERE = "{site}"  # the address of the portal, put in where a page is made


@dataclass(frozen=True, slots=True)
class Example:
    """What one wants to know, and the line that tells it."""

    title: str
    command: str


EXAMPLES = (
    Example(
        "Qué hay y dónde",
        "curl -s '{site}/api/v1/'",
    ),
    Example(
        "Las cifras que no cuadran, con su dirección permanente",
        "curl -s '{site}/api/v1/results/?verdict=differs&fields=title,published,page'",
    ),
    Example(
        "Cuántas mujeres, en dos regiones",
        "curl -s '{site}/api/v1/results/?region=08,maule&sex=women&fields=title,value'",
    ),
    Example(
        "Los mayores montos, de diez en diez",
        "curl -s '{site}/api/v1/results/?unit=peso,million_pesos&order=-value&limit=10'",
    ),
    Example(
        "Lo que se explica de cada diferencia",
        "curl -s '{site}/api/v1/checks/?verdict=differs&fields=sentence,difference,explanation'",
    ),
    Example(
        "Lo que dijo una edición, aunque ya no sea la vigente",
        "curl -s '{site}/api/v1/chapters/?edition=2022-1&fields=title,page'",
    ),
    Example(
        "Lo que se preguntó de una página y espera respuesta",
        "curl -s '{site}/api/v1/submissions/?about=/cuentas/2022/programas/crece/"
        "&status=unanswered&order=due_on'",
    ),
    Example(
        "Cómo se cumplen los plazos, con sus denominadores",
        "curl -s '{site}/api/v1/rates/'",
    ),
    Example(
        "Cómo responde cada unidad, con su denominador",
        "curl -s '{site}/api/v1/performance/?group=unit&measure=en_plazo"
        "&fields=name,value,part,of'",
    ),
    Example(
        "El último informe de respuestas, con sus archivos y sus huellas",
        "curl -s '{site}/api/v1/reports/?limit=1&fields=page,figures,files,sha256'",
    ),
    Example(
        "Si cambió algo desde la última vez",
        "curl -s -I '{site}/api/v1/results/'",
    ),
)
# A filing opens with its `uid`: one that were written here would open that of whoever came first.
SENDING = Example(
    "Enviar una consulta: ingresa de verdad y recibe su folio",
    "curl -s '{site}/api/v1/submissions/' -H 'Content-Type: application/json' -d '"
    """{"uid": "'$(python3 -c 'import uuid; print(uuid.uuid4())')'", "kind": "question", """
    '"text": "¿Cuántas personas atendió el programa Crece en Ñuble?", '
    '"about": "/cuentas/2022/ediciones/1/programas/crece/"}\'',
)
PYTHON = Example(
    "Desde Python, sin instalar nada: todas las páginas de una lista",
    """import json
from urllib.request import urlopen

pagina = "{site}/api/v1/results/?sex=women&limit=200&fields=region_name,title,value"
while pagina:
    with urlopen(pagina) as respuesta:
        datos = json.load(respuesta)
    for fila in datos["results"]:
        print(fila["region_name"], fila["title"], fila["value"], sep="\\t")
    pagina = datos["next"]""",
)
R = Example(
    "Desde R, con jsonlite: lo mismo, sumado por región",
    """library(jsonlite)
api <- "{site}/api/v1/"
read_all <- function(address) {
  rows <- list()
  while (!is.null(address)) {
    page <- fromJSON(address, flatten = TRUE)
    rows[[length(rows) + 1]] <- page$results
    address <- page[["next"]]
  }
  rbind_pages(rows)
}
women <- read_all(paste0(api, "results/?sex=women&limit=200&fields=region_name,title,value"))
aggregate(value ~ region_name, data = women, FUN = sum)""",
)


def programs(site: str) -> tuple[Example, ...]:
    """The same from a program, for a portal at that address."""
    return tuple(Example(each.title, each.command.replace(HERE, site)) for each in (PYTHON, R))


def commands(site: str) -> tuple[Example, ...]:
    """The examples for a portal at that address."""
    return tuple(
        Example(each.title, each.command.replace(HERE, site)) for each in (*EXAMPLES, SENDING)
    )
