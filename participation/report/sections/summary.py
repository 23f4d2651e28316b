"""The figures of the report, each with what it is a part of and what it means."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from participation.folios import PREFIX
from participation.models import Answer, ClockRule, Deadline, RegisterEntry, Submission
from participation.models.submissions import SubmissionQuerySet
from participation.report.recount import recount
from participation.report.shapes import Line, SectionOf, Source
from participation.transitions import OPEN
from programs.formats import Field

SENT_AWAY = ("referred", "converted")
# Code, words, of which figure it is a part, and what it means.
FIGURES = (
    ("recibidas", "Recibidas", "", "Envíos de personas que recibieron un folio."),
    ("publicadas", "Admitidas y publicadas", "recibidas",
     "Las que una persona leyó y puso a la vista de todas, también si después se retiraron."),
    ("no_admitidas", "No admitidas", "recibidas",
     "Las que no se publicaron ni se responden, con un motivo de la lista."),
    ("derivadas", "Derivadas a otro órgano", "recibidas",
     "Le correspondían a otro órgano del Estado (Ley 19.880, artículo 14)."),
    ("convertidas", "Convertidas en solicitud de información", "recibidas",
     "Siguen por la Ley 20.285, con su propio plazo."),
    ("retiradas", "Retiradas", "recibidas",
     "Las retiró quien las presentó, o no las completó a tiempo (Ley 19.880, artículo 31)."),
    ("por_responder", "Que debían responderse", "recibidas",
     "Las recibidas, menos las no admitidas, derivadas, convertidas y retiradas."),
    ("respondidas", "Respondidas", "por_responder",
     "Con respuesta firmada y publicada, propia o de su grupo."),
    ("en_plazo", "Respondidas en plazo", "respondidas",
     "La primera respuesta se publicó antes de que venciera el plazo, con sus ampliaciones."),
    ("fuera_de_plazo", "Respondidas fuera de plazo", "respondidas",
     "La primera respuesta se publicó después."),
    ("esperan", "Que esperan respuesta", "por_responder",
     "Todavía sin respuesta publicada el día del informe."),
    ("esperan_vencidas", "De ellas, con el plazo vencido", "esperan",
     "Su plazo terminó antes del día del informe."),
    ("agrupadas", "Respondidas con otra", "por_responder",
     "Se reunieron con otra que plantea lo mismo en lo sustancial (Ley 19.880, artículo 39)."),
    ("ampliadas", "Con el plazo ampliado", "por_responder",
     "Su plazo se amplió, con motivo, antes de vencer (Ley 19.880, artículo 26)."),
    ("extemporaneas", "Extemporáneas", "recibidas",
     "Llegaron después de cerrada la recepción; también se responden."),
)  # fmt: skip
EFFECTS = tuple(
    (f"efecto_{code}", f"Respuesta: {label.lower()}", "respondidas",
     "Qué hizo la última respuesta publicada.")
    for code, label in Answer.Effect.choices
)  # fmt: skip


def filed_of(source: Source) -> SubmissionQuerySet:
    """What people filed about the account."""
    return Submission.objects.filter(account=source.account).filed().of_people()


def figures_of(source: Source) -> dict[str, int]:
    """The value of each figure by its code, in two statements."""
    owed = Q(state__in=OPEN, answered_at__isnull=True)
    answered = Q(answered_at__isnull=False)
    ended = Q(state__in=("not_admitted", "withdrawn", *SENT_AWAY))
    found = (
        filed_of(source)
        .order_by()
        .aggregate(
            recibidas=Count("pk"),
            publicadas=Count("pk", filter=Q(published_at__isnull=False)),
            no_admitidas=Count("pk", filter=Q(state="not_admitted")),
            derivadas=Count("pk", filter=Q(state="referred")),
            convertidas=Count("pk", filter=Q(state="converted")),
            retiradas=Count("pk", filter=Q(state="withdrawn")),
            por_responder=Count("pk", filter=~ended),
            respondidas=Count("pk", filter=answered & ~ended),
            esperan=Count("pk", filter=owed),
            esperan_vencidas=Count("pk", filter=owed & Q(due_on__lt=source.today)),
            agrupadas=Count("pk", filter=Q(group_head__isnull=False) & ~ended),
            extemporaneas=Count("pk", filter=Q(is_extemporaneous=True)),
            **{
                code: Count("pk", filter=answered & ~ended & Q(effect=code[7:]))
                for code, *_ in EFFECTS
            },
        )
    )
    alive = filed_of(source).exclude(state__in=("not_admitted", "withdrawn", *SENT_AWAY))
    terms = Deadline.objects.filter(
        clock=ClockRule.Clock.ANSWER, submission__in=alive.order_by().values("pk")
    ).aggregate(
        en_plazo=Count(
            "pk", filter=Q(submission__answered_at__isnull=False, met_at__lt=F("due_at"))
        ),
        ampliadas=Count("pk", filter=Q(extension__gt=0)),
    )
    found |= terms
    found["fuera_de_plazo"] = found["respondidas"] - found["en_plazo"]
    return found


def recounted(source: Source) -> dict[str, int]:
    """The same counted from the register alone, up to the entry that the source names."""
    year = source.account.account_year
    found = (
        RegisterEntry.objects.filter(
            object_type="submission",
            object_id__gte=f"{PREFIX}-{year}-",
            object_id__lt=f"{PREFIX}-{year}.",
            seal__number__lte=source.entry,
        )
        .exclude(act="support")
        .order_by("pk")
        .values_list("object_id", "act", "detail__channel")
    )
    return recount(found.iterator(chunk_size=2_000))


def _rows(source: Source) -> Iterator[Line]:
    found, again = figures_of(source), recounted(source)
    for code, words, whole, meaning in (*FIGURES, *EFFECTS):
        yield Line(
            {
                "codigo": code,
                "cifra": words,
                "valor": found[code],
                "de": found[whole] if whole else None,
                "segun_registro": again.get(code),
                "parte_de": whole,
                "definicion": meaning,
            }
        )


SECTION = SectionOf(
    code="resumen",
    title="Resumen",
    about="Qué pasó con lo que las personas enviaron, con el total del que cada cifra es parte.",
    fields=(
        Field("codigo", "Código"),
        Field("cifra", "Cifra"),
        Field("valor", "Cantidad", kind="integer"),
        Field("de", "De un total de", "vacío donde es el total", "integer"),
        Field(
            "segun_registro",
            "Según el registro",
            "contado otra vez, asiento por asiento; vacío donde el registro no lo dice",
            "integer",
        ),
        Field("parte_de", "Código del total"),
        Field("definicion", "Qué significa"),
    ),
    read=_rows,
    shape="figures",
    shown=("cifra", "valor", "de", "segun_registro", "definicion"),
)
