"""Variables of a canned paragraph: `{folio}`, `{nombre}`, `{cifra:clave}`. Pure.

What is between braces must be one of ours, so that no reader of an answer ever meets a brace.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

VARIABLES = MappingProxyType(
    {
        "folio": "El folio del envío",
        "nombre": "El nombre que mostró quien escribió, o «quien nos escribe»",
        "tipo": "consulta, planteamiento u observación ciudadana",
        "titulo": "El título público",
        "plazo": "El día en que vence el plazo",
        "unidad": "La unidad que responde",
        "anio": "El año de la cuenta",
        "institucion": "El nombre de la institución",
        "cifra:CLAVE": "Una cifra de la cuenta, como se publicó",
    }
)
FIGURE = "cifra:"
_BRACED = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[a-z0-9_-]{1,120}")


def variables_in(text: str) -> tuple[str, ...]:
    """What stands between braces, in order, once each."""
    return tuple(dict.fromkeys(name.strip() for name in _BRACED.findall(text)))


def figures_in(text: str) -> tuple[str, ...]:
    """The keys of the figures that it cites."""
    names = variables_in(text)
    return tuple(name.removeprefix(FIGURE) for name in names if name.startswith(FIGURE))


def trouble_in(text: str) -> str:
    """What cannot stand in the text, in a sentence; empty where all is well."""
    for name in variables_in(text):
        if name.startswith(FIGURE):
            if not _KEY.fullmatch(name.removeprefix(FIGURE)):
                return (
                    f"«{{{name[:60]}}}» no nombra una cifra: escriba {{cifra:clave-de-la-cifra}}."
                )
        elif name not in VARIABLES:
            known = ", ".join(f"{{{each}}}" for each in VARIABLES)
            return f"«{{{name[:60]}}}» no es una variable. Las que hay son: {known}."
    if "{" in _BRACED.sub("", text) or "}" in _BRACED.sub("", text):
        return "Hay una llave sin su pareja: cada variable va entre { y }."
    return ""


def filled(text: str, values: Mapping[str, str], figure: Callable[[str], str]) -> str:
    """The text with each variable in its place; `figure` gives a figure by its key."""

    def put(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name.startswith(FIGURE):
            return figure(name.removeprefix(FIGURE))
        return values.get(name, "")

    return _BRACED.sub(put, text)
