"""The facts that the portal brings to compare with, each with its source. Staff add and mend."""

from types import MappingProxyType

CENSUS_YEAR = 2017
CENSUS = "INE, Censo de Población y Vivienda 2017, población efectivamente censada"
# By CUT code. Ñuble, a region since September 2018, within its present limits.
PEOPLE = MappingProxyType(
    {
        "15": 226_068, "01": 330_558, "02": 607_534, "03": 286_168, "04": 757_586,
        "05": 1_815_902, "13": 7_112_808, "06": 914_555, "07": 1_044_950, "16": 480_609,
        "08": 1_556_805, "09": 957_224, "14": 384_837, "10": 828_708, "11": 103_158,
        "12": 166_533,
    }
)  # fmt: skip
COUNTRY = 17_574_003  # what the census says of the whole; a test adds the regions up

PRICES = "INE, Índice de Precios al Consumidor (IPC) general, variación a doce meses en diciembre"
# Per cent, from December of the year before, as the INE published it, with one decimal.
VARIATIONS = MappingProxyType({2019: "3.0", 2020: "3.0", 2021: "7.2", 2022: "12.8", 2023: "3.9"})
