"""What happened to what somebody follows, as the register and the public know it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from participation.models import AnswerReport, RegisterEntry, Submission, Subscription
from participation.models.submissions import SubmissionQuerySet
from programs.regions import BY_SLUG

# What is worth a mail, in the words of the mail. The rest can be read on the page.
TOLD = {
    "admit": "se publicó",
    "overturn": "se publicó",
    "publish_observation": "se publicó junto con la cuenta",
    "answer": "tiene respuesta",
    "extend": "se amplió su plazo",
    "due_changed": "cambió su fecha de vencimiento",
    "group": "se responderá junto con otra",
    "refer": "se envió al órgano al que le corresponde",
    "convert": "sigue como solicitud de acceso a la información",
    "follow_up": "quien preguntó volvió a preguntar",
    "commitment": "hay novedades de lo que se prometió",
}
MOST = 30  # questions in one mail; the rest is on the page
Target = Subscription.Target


@dataclass(frozen=True, slots=True)
class News:
    """One question that something happened to, with what: `tiene respuesta`."""

    submission: Submission
    what: str


def followed_by(subscription: Subscription) -> SubmissionQuerySet:
    """The public questions that a subscription is about."""
    rows = Submission.objects.public()
    if subscription.target == Target.SUBMISSION:
        return rows.filter(folio=subscription.value)
    if subscription.target == Target.PROGRAM:
        return rows.filter(program=subscription.value)
    if subscription.target == Target.REGION:
        region = BY_SLUG.get(subscription.value)
        return rows.filter(about_region=region.code) if region else rows.none()
    return rows


def entries_of(subscription: Subscription, since: int, until: int) -> QuerySet[RegisterEntry]:
    """What happened after `since`, up to `until`, to what it follows and anyone may read."""
    entries = RegisterEntry.objects.filter(
        pk__gt=since, pk__lte=until, object_type="submission", act__in=TOLD
    )
    if subscription.target == Target.SUBMISSION:
        entries = entries.filter(object_id=subscription.value)
    return entries.filter(object_id__in=followed_by(subscription).values("folio"))


def reports_of(subscription: Subscription, since: int, until: int) -> QuerySet[AnswerReport]:
    """The answer reports published meanwhile that anyone may read: for who follows everything."""
    rows = AnswerReport.objects.public().select_related("account")
    if subscription.target != Target.EVERYTHING:
        return rows.none()
    told = RegisterEntry.objects.filter(
        pk__gt=since, pk__lte=until, object_type="report", act="publish"
    )
    year, number = Cast("account__account_year", CharField()), Cast("number", CharField())
    named = rows.annotate(name=Concat(Value("INF-"), year, Value("-"), number))
    return named.filter(name__in=told.values("object_id")).order_by("pk")


def has_news(subscription: Subscription, since: int, until: int) -> bool:
    """Whether there is something to tell."""
    return (
        entries_of(subscription, since, until).exists()
        or reports_of(subscription, since, until).exists()
    )


def news_of(subscription: Subscription, since: int, until: int) -> tuple[News, ...]:
    """The questions with what happened to each last, newest first, at most MOST."""
    said: dict[str, list[str]] = {}
    entries = entries_of(subscription, since, until).order_by("-pk")
    for folio, act in entries.values_list("object_id", "act")[: MOST * 10]:
        if folio in said or len(said) < MOST:
            told = said.setdefault(folio, [])
            if TOLD[act] not in told:
                told.insert(0, TOLD[act])
    rows = Submission.objects.public().filter(folio__in=said).defer("search")
    found = {row.folio: row for row in rows}
    return tuple(News(found[folio], _joined(words)) for folio, words in said.items()
                 if folio in found)  # fmt: skip


def _joined(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} y {last}" if most else last
