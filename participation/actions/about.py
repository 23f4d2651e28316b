"""From a place of an edition to what a submission keeps of it: its words, quoted."""

from participation.actions.filing import About
from participation.models import Submission
from participation.subjects import Place
from programs.models import Region
from programs.regions import BY_CODE


def about_of(place: Place) -> About:
    """The quotation of `place`, cut to what the table holds."""
    subject = place.subject
    return About(
        edition=place.edition,
        path=_fitting("about_path", place.path),
        anchor=_fitting("about_anchor", place.anchor),
        kind=_fitting("about_kind", subject.kind),
        title=_fitting("about_title", subject.title),
        value=_fitting("about_value", subject.value),
        place=_fitting("about_place", subject.place),
        figure=_fitting("figure", subject.figure),
        chapter=_fitting("chapter", subject.chapter),
        program=_fitting("program", subject.program),
        region=Region(code=subject.region) if subject.region in BY_CODE else None,
    )


def _fitting(name: str, text: str) -> str:
    longest = Submission._meta.get_field(name).max_length
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
