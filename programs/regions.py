"""The sixteen regions of Chile, north to south.

Codes are the CUT (código único territorial, SUBDERE) as two-character text: `01` keeps its zero.
The table `programs_region` is seeded from here; pure code reads this constant.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Region:
    """One region: `tile` is its two-letter mark on the tile map, `step` how far east it stands."""

    code: str
    slug: str
    name: str
    short_name: str
    tile: str
    step: int


REGIONS: tuple[Region, ...] = (
    Region("15", "arica-y-parinacota", "Arica y Parinacota", "Arica y Parinacota", "AP", 4),
    Region("01", "tarapaca", "Tarapacá", "Tarapacá", "TA", 4),
    Region("02", "antofagasta", "Antofagasta", "Antofagasta", "AN", 5),
    Region("03", "atacama", "Atacama", "Atacama", "AT", 4),
    Region("04", "coquimbo", "Coquimbo", "Coquimbo", "CO", 3),
    Region("05", "valparaiso", "Valparaíso", "Valparaíso", "VA", 3),
    Region("13", "metropolitana", "Metropolitana de Santiago", "Metropolitana", "RM", 4),
    Region("06", "ohiggins", "Libertador General Bernardo O’Higgins", "O’Higgins", "OH", 3),
    Region("07", "maule", "Maule", "Maule", "MA", 3),
    Region("16", "nuble", "Ñuble", "Ñuble", "ÑU", 3),
    Region("08", "biobio", "Biobío", "Biobío", "BI", 2),
    Region("09", "la-araucania", "La Araucanía", "La Araucanía", "AR", 2),
    Region("14", "los-rios", "Los Ríos", "Los Ríos", "LR", 1),
    Region("10", "los-lagos", "Los Lagos", "Los Lagos", "LL", 1),
    Region("11", "aysen", "Aysén del General Carlos Ibáñez del Campo", "Aysén", "AY", 1),
    Region("12", "magallanes", "Magallanes y de la Antártica Chilena", "Magallanes", "MG", 2),
)
BY_CODE = MappingProxyType({region.code: region for region in REGIONS})
BY_SLUG = MappingProxyType({region.slug: region for region in REGIONS})
