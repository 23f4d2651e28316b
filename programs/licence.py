"""Under what terms the data may be used: what the law says of public information, no more.

Sercotec's document names no licence, and the portal grants none in anybody's name. An institution
that publishes under a licence of its own changes these three lines.
"""

TITLE = (
    "Información pública: se entrega sin condiciones de uso ni restricciones a su empleo, salvo "
    "las que la ley disponga (Ley de Transparencia, 20.285, artículos 5 y 19). El documento de "
    "origen no indica otra licencia"
)
SHORT = "Información pública, Ley 20.285, artículos 5 y 19"
PATH = "https://www.bcn.cl/leychile/navegar?idNorma=276363"
