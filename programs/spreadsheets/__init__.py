"""Tables of figures as staff keep them, read into rows that know their sheet and cell.

`read_table` reads XLSX, ODS and CSV in bounded memory and never runs anything. What it finds wrong
goes to a `Report`; what cannot be read at all raises `NotReadable`. Pure: no Django, no database.
"""

from programs.spreadsheets.cells import (
    NotReadable,
    Number,
    Odd,
    Oddity,
    Problem,
    Report,
    shortened,
    shown,
)
from programs.spreadsheets.reading import MOST_BYTES, Progress, TableRow, read_table

__all__ = [
    "MOST_BYTES",
    "NotReadable",
    "Number",
    "Odd",
    "Oddity",
    "Problem",
    "Progress",
    "Report",
    "TableRow",
    "read_table",
    "shortened",
    "shown",
]
