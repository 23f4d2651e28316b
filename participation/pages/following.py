"""What one may follow, in words."""

from participation.models import Submission, Subscription
from participation.subjects import ledger_of, newest_edition
from programs.regions import BY_SLUG

Target = Subscription.Target
# What the address calls each: `?que=pregunta&cual=CPP-2022-000123-8`.
WORDS = {
    "pregunta": Target.SUBMISSION,
    "programa": Target.PROGRAM,
    "region": Target.REGION,
    "todo": Target.EVERYTHING,
}


def followed_in_words(target: str, value: str) -> str:
    """`la consulta CPP-…: «…»`, `el programa Crece`; the words only while anyone may read them."""
    if target == Target.SUBMISSION:
        found = Submission.objects.public().filter(folio=value).values_list("title", flat=True)
        title = found.first()
        if Submission.objects.public().of_council().filter(folio=value).exists():
            return f"la observación del Consejo {value}" + (f": «{title}»" if title else "")
        return f"la pregunta {value}: «{title}»" if title else f"la pregunta {value}"
    if target == Target.PROGRAM:
        edition = newest_edition()
        program = ledger_of(edition).program.get(value) if edition else None
        return f"el programa «{program.name if program else value}»"
    if target == Target.REGION:
        region = BY_SLUG.get(value)
        return f"la región: {region.name}" if region else f"la región: {value}"
    return "todas las preguntas y lo que observa el Consejo"
