"""How the pages call what the council did: votes, what an observation is about, its steps."""

from types import MappingProxyType

from participation.models import Ballot, Observation
from programs.figures import plural

VOTES = MappingProxyType(
    {"for": "A favor", "against": "En contra", "abstain": "Se abstuvo", "conflict": "Se inhabilitó"}
)
# What the register says of an observation and of its filing, as anyone reads it in order.
STEPS = MappingProxyType(
    {
        "propose": "Propuesta por quien integra el Consejo",
        "return": "Volvió a redactarse",
        "schedule": "Puesta en la tabla de una sesión",
        "unschedule": "Salió de la tabla",
        "approve": "Votada y aprobada",
        "dissent": "Se agregó un voto de minoría",
        "formalise": "Formalizada con el acta firmada",
        "file": "Ingresada con folio",
        "publish_observation": "Publicada junto con la cuenta",
        "assign": "En análisis en la unidad que responde",
        "extend": "Plazo ampliado, con su motivo",
        "send_to_review": "Respuesta escrita, en revisión",
        "answer": "Respuesta firmada y publicada",
        "redraft": "Se prepara otra versión de la respuesta",
        "notify": "Avisada al Consejo",
        "incorporate": "Incorporada en una edición de la cuenta",
        "say_kept": "Se dijo si el compromiso se cumplió",
        "close": "Cerrada",
    }
)


def vote_in_words(ballot: Ballot) -> str:
    """`5 a favor, 1 en contra, 1 abstención`; what nobody did is left out."""
    parts = [f"{ballot.in_favour} a favor"]
    if ballot.against:
        parts.append(f"{ballot.against} en contra")
    if ballot.abstained:
        parts.append(plural(ballot.abstained, "abstención", "abstenciones"))
    if ballot.conflicted:
        parts.append(plural(ballot.conflicted, "inhabilitación", "inhabilitaciones"))
    return ", ".join(parts)


def about_of(row: Observation) -> str:
    """`Sobre la cuenta 2022, antes de publicarse`, or the edition."""
    if row.edition is None:
        return f"Sobre el borrador de la cuenta {row.account.account_year}"
    return f"Sobre la edición {row.edition.number} de la cuenta {row.account.account_year}"
