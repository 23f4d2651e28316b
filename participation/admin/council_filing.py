"""What the page of a filing shows of the observation it is of, where the council filed it."""

from dataclasses import dataclass

from django.urls import reverse

from participation.council import council_users
from participation.council_public import votes_of
from participation.models import Observation, ObservationPlace, Submission
from participation.pages.observation_words import about_of, vote_in_words
from programs.figures import plural


@dataclass(frozen=True, slots=True)
class CouncilBox:
    """The observation in the staff's words: its vote, every place, and what became of it."""

    code: str
    about: str
    vote: str
    dissents: str
    places: tuple[ObservationPlace, ...]
    public_url: str
    incorporated_in: int


@dataclass(frozen=True, slots=True)
class CouncilAudience:
    """To whom mail goes when a reply to the council is signed."""

    people: int
    is_public: bool

    @property
    def sentence(self) -> str:
        when = "" if self.is_public else " Se publica junto con la cuenta; hasta entonces, no."
        if not self.people:
            return f"No sale ningún correo: nadie del Consejo tiene cuenta para entrar.{when}"
        people = plural(self.people, "integrante", "integrantes")
        return f"Sale un correo a {people} del Consejo.{when}"


def council_box(submission: Submission) -> CouncilBox | None:
    """None for what a person sent."""
    if submission.kind != Submission.Kind.COUNCIL:
        return None
    rows = Observation.objects.select_related("account", "edition", "incorporated_in")
    row = rows.prefetch_related("places").get(filing=submission)
    ballot = votes_of([row]).get(row.pk)
    dissents = row.dissents.count()
    page = reverse("participation:council-observation", args=[row.code])
    return CouncilBox(
        code=row.code or "",
        about=about_of(row),
        vote=vote_in_words(ballot) if ballot is not None else "",
        dissents=plural(dissents, "voto de minoría", "votos de minoría") if dissents else "",
        places=tuple(row.places.all()),
        public_url=page if submission.is_public else "",
        incorporated_in=row.incorporated_in.number if row.incorporated_in else 0,
    )


def council_audience(submission: Submission, today: object) -> CouncilAudience:
    """Who sits in the council today and may enter its room."""
    return CouncilAudience(len(council_users(today)), submission.is_public)  # type: ignore[arg-type]
