"""What the press asks of the council before it prints: a few statements for the whole site."""

from collections.abc import Iterable
from datetime import date

from cuenta.pages.observed import CouncilPages, Said, SaidPlace, SaidReply, council_pages
from participation.council_public import votes_of, with_filing
from participation.models import Answer, Ballot, CouncilReview, Observation, ObservationPlace
from participation.pages.council_observations import LIST, council_status
from participation.pages.observation_words import about_of, vote_in_words
from participation.pages.questions import day_of, short_day
from programs.figures import plural
from programs.regions import BY_CODE

Outcome = CouncilReview.Outcome


def council_by_year(years: list[int], today: date) -> dict[int, CouncilPages | None]:
    """For each published account, what its pages say of the council."""
    reviews = {
        review.account.account_year: review
        for review in CouncilReview.objects.select_related("account", "rule").filter(
            account__account_year__in=years, closed_at__isnull=False
        )
    }
    said: dict[int, list[Said]] = {year: [] for year in years}
    for year, each in _said(years, today):
        said[year].append(each)
    return {
        year: council_pages(
            _review_in_words(reviews.get(year), bool(said[year])),
            year in reviews and reviews[year].outcome == Outcome.SILENCE,
            tuple(said[year]),
        )
        for year in years
    }


def _said(years: list[int], today: date) -> Iterable[tuple[int, Said]]:
    rows = with_filing(Observation.objects.public()).select_related("incorporated_in")
    rows = rows.defer("filing__search").filter(account__account_year__in=years)
    found = list(rows.prefetch_related("places").order_by("year", "number"))
    votes = votes_of(found)
    answers = {
        each.submission_id: each
        for each in Answer.objects.published()
        .filter(submission__in=[row.filing_id for row in found])
        .order_by("number")
    }
    for row in found:
        answer = answers.get(row.filing_id or 0)
        yield row.account.account_year, _one(row, votes.get(row.pk), answer, today)


def _one(row: Observation, ballot: Ballot | None, answer: Answer | None, today: date) -> Said:
    status = council_status(row, today)
    places = tuple(row.places.all())
    taken = row.incorporated_in
    return Said(
        code=row.code or "",
        href=f"{LIST}{row.code}/",
        title=row.title,
        text=row.text,
        about=about_of(row),
        vote=vote_in_words(ballot) if ballot is not None else "",
        status=status.word,
        square=status.square,
        places=tuple(SaidPlace(p.path, p.about_title, p.about_value) for p in places),
        pages=tuple(sorted({path for place in places for path in _pages_of(place)})),
        reply=_reply(answer),
        taken_in=f"La recoge la edición {taken.number}." if taken is not None else "",
        is_demo=row.is_demo,
    )


def _pages_of(place: ObservationPlace) -> Iterable[str]:
    """The addresses a place belongs to: a figure's to its chapter, its program and its region."""
    named = (("cifras", "figure"), ("capitulos", "chapter"), ("programas", "program"))
    yield place.path
    for folder, name in named:
        if slug := getattr(place, name):
            yield f"{folder}/{slug}/"
    region = BY_CODE.get(place.region)
    if region is not None:
        yield f"regiones/{region.slug}/"


def _reply(answer: Answer | None) -> SaidReply | None:
    if answer is None or answer.published_at is None:
        return None
    office = f", {answer.published_by_office}" if answer.published_by_office else ""
    return SaidReply(
        text=answer.text,
        effect=str(Answer.Effect(answer.effect).label),
        signed_by=f"{answer.published_by_name}{office}",
        day=short_day(day_of(answer.published_at)),
    )


def _review_in_words(review: CouncilReview | None, has_said: bool) -> str:
    """How the draft was read: silence is said with its days (Ley 19.880, art. 38)."""
    if review is None:
        return ""
    days = plural(review.length, "día hábil", "días hábiles")
    opened, due = short_day(day_of(review.opened_at)), short_day(review.due_on)
    had = f"El Consejo tuvo {days} para opinar sobre el borrador, del {opened} al {due}"
    if review.outcome == Outcome.SILENCE:
        late = " Lo que dijo después se publica igual." if has_said else ""
        return (
            f"Sin pronunciamiento. {had}, y no se pronunció en ese plazo. "
            f"La cuenta se publicó igual (Ley 19.880, artículo 38).{late}"
        )
    if review.outcome == Outcome.NO_OBSERVATIONS:
        return f"{had}, y acordó que no tenía observaciones."
    return f"{had}. Sus observaciones se respondieron antes de publicar la cuenta."
