"""`verificar.py`: the program that travels in every package and needs nothing but Python 3.8.

It is data here, never imported: it does the checks again by its own reading of the rules, and the
tests hold it against `programs.checks`.
"""

from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).parent / "data" / "verificar.py"


@cache
def program() -> bytes:
    """Its text, byte for byte."""
    return PROGRAM.read_bytes()
