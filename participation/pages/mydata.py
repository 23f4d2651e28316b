"""Everything that is kept about one e-mail, opened for the person whose it is."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from participation.emails import KINDS
from participation.folios import read_folio
from participation.hearing_words import moment_of
from participation.keys import CannotOpen, open_sealed, tracking_key
from participation.links import registration_url, tracking_url
from participation.models import (
    Attachment,
    Authorship,
    HearingRegistration,
    IdentityReading,
    Message,
    Person,
    Retention,
    Satisfaction,
    SealedOriginal,
    Submission,
    Subscription,
)
from participation.transitions import STATE
from programs.figures import plural

SHUT = "Se guarda cifrado y ahora no se puede abrir: falta la clave con que se selló."
STAFF = "Equipo de la institución"


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody of the staff read it: the role, never the name."""

    what: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was written where the public reads a mark."""

    field: str
    content: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether an answer served, as they said it."""

    version: int
    value: str
    comment: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class HeldFiling:
    """One filing with all that is kept of who presented it."""

    folio: str
    kind: str
    channel: str
    state: str
    sent_at: datetime
    received_at: datetime | None
    is_public: bool
    title: str
    text: str
    about: str
    shown_name: str
    full_name: str
    organisation: str
    contact: str
    sex: str
    region: str
    is_erased: bool
    tracking_url: str
    key: str
    files: tuple[str, ...]
    reserved: tuple[Reserved, ...]
    readings: tuple[Reading, ...]
    opinions: tuple[Opinion, ...]

    @property
    def can_correct(self) -> bool:
        """What has no folio yet is corrected by sending it again."""
        return bool(self.folio) and not self.is_erased


@dataclass(frozen=True, slots=True)
class Following:
    what: str
    since: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRegistration:
    """A registration for a hearing, with what was told for it."""

    title: str
    when: str
    mode: str
    state: str
    name: str
    needs: str
    sex: str
    is_erased: bool
    own_url: str


@dataclass(frozen=True, slots=True)
class Sent:
    kind: str
    state: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """All of it."""

    email: str
    confirmed_at: datetime | None
    created_at: datetime
    filings: tuple[HeldFiling, ...]
    followings: tuple[Following, ...]
    messages: tuple[Sent, ...]
    registrations: tuple[HeldRegistration, ...] = ()

    @property
    def is_following(self) -> bool:
        return any(each.ended_at is None for each in self.followings)

    @property
    def shows_a_name(self) -> bool:
        return any(each.shown_name for each in self.filings)

    def as_json(self) -> dict[str, Any]:
        """The same for a machine (portability): plain values, instants as they are."""
        return asdict(self)


def held_of(person: Person) -> Held:
    """What is kept of `person`."""
    authorships = (
        Authorship.objects.filter(person=person)
        .select_related("submission__account", "submission__region")
        .defer("submission__search")
        .order_by("-submission__sent_at", "-pk")
    )
    rows = list(authorships)
    return Held(
        email=_opened(person.email_sealed),
        confirmed_at=person.confirmed_at,
        created_at=person.created_at,
        filings=tuple(_filings(rows)),
        followings=tuple(
            Following(followed(each), each.created_at, each.ended_at)
            for each in Subscription.objects.filter(person=person).order_by("-created_at", "-pk")
        ),
        messages=tuple(
            Sent(
                KINDS[each.kind].label if each.kind in KINDS else each.kind,
                each.get_state_display(),
                each.created_at,
                each.sent_at,
            )
            for each in Message.objects.filter(person=person).order_by("-pk")
        ),
        registrations=tuple(_registrations(person)),
    )


def _registrations(person: Person) -> Iterable[HeldRegistration]:
    rows = HearingRegistration.objects.filter(person=person).select_related("hearing")
    for row in rows.order_by("-asked_at", "-pk"):
        yield HeldRegistration(
            title=row.hearing.title,
            when=moment_of(row.hearing.starts_at, row.hearing.region_id),
            mode=row.get_mode_display(),
            state=row.get_state_display(),
            name=_opened(row.name_sealed),
            needs=_opened(row.needs_sealed),
            sex=row.get_sex_display() if row.sex else "",
            is_erased=row.erased_at is not None,
            own_url="" if row.erased_at else registration_url(row),
        )


def _filings(rows: list[Authorship]) -> Iterable[HeldFiling]:
    keys = [row.submission_id for row in rows]
    files = Attachment.objects.filter(submission__in=keys)
    originals = SealedOriginal.objects.filter(submission__in=keys).order_by("pk")
    readings = IdentityReading.objects.filter(submission__in=keys).select_related("by")
    read = list(readings.prefetch_related("by__groups"))
    rated = list(Satisfaction.objects.filter(submission__in=keys).select_related("answer"))
    for row in rows:
        key = row.submission_id
        yield _filing(
            row,
            tuple(each.name for each in files if each.submission_id == key),
            tuple(
                Reserved(each.get_field_display(), _opened(each.content_sealed))
                for each in originals
                if each.submission_id == key
            ),
            tuple(
                Reading(each.get_what_display(), _role(each.by), each.at)
                for each in read
                if each.submission_id == key
            ),
            tuple(
                Opinion(
                    each.answer.number, each.get_value_display(), _opened(each.comment_sealed),
                    each.given_at,
                )
                for each in rated
                if each.submission_id == key
            ),
        )  # fmt: skip


def _filing(
    row: Authorship,
    files: tuple[str, ...],
    reserved: tuple[Reserved, ...],
    readings: tuple[Reading, ...],
    opinions: tuple[Opinion, ...],
) -> HeldFiling:
    filing: Submission = row.submission
    return HeldFiling(
        folio=filing.folio or "",
        kind=filing.get_kind_display(),
        channel=filing.get_channel_display(),
        state=STATE[filing.state].label,
        sent_at=filing.sent_at,
        received_at=filing.received_at,
        is_public=filing.is_public,
        title=filing.title,
        text=filing.text,
        about=filing.about_title,
        shown_name=filing.shown_name,
        full_name=_opened(row.full_name_sealed),
        organisation=_opened(row.organisation_sealed),
        contact=_opened(row.contact_sealed),
        sex=row.get_sex_display() if row.sex else "",
        region=str(filing.region or ""),
        is_erased=row.erased_at is not None,
        tracking_url=tracking_url(filing) if filing.folio else "",
        key=tracking_key(str(filing.uid)) if filing.folio else "",
        files=files,
        reserved=reserved,
        readings=readings,
        opinions=opinions,
    )


def _role(user: Any) -> str:
    names = sorted(group.name for group in user.groups.all())
    return names[0] if names else STAFF


def _opened(sealed: str) -> str:
    try:
        return open_sealed(sealed) if sealed else ""
    except CannotOpen:
        return SHUT


def followed(subscription: Subscription) -> str:
    """What somebody follows, in words."""
    if subscription.target == Subscription.Target.EVERYTHING:
        return "Todo lo que se pregunta"
    return f"{subscription.get_target_display()}: {subscription.value}"


def authorship_of(person: Person, folio: str) -> Authorship | None:
    """Who presented the filing of that folio, if it is `person`."""
    try:
        written = str(read_folio(folio))
    except ValueError:
        return None
    rows = Authorship.objects.select_related("submission").filter(person=person)
    return rows.filter(submission__folio=written, erased_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Term:
    """For how long something is kept, as the public reads it."""

    what: str
    how_long: str
    counted_from: str
    then: str
    basis: str


def terms() -> tuple[Term, ...]:
    """Every term in force or not, in the order of the defaults."""
    return tuple(
        Term(
            str(row),
            duration(row.days) if row.is_active else "Sin plazo por ahora",
            row.counted_from,
            row.then,
            row.basis,
        )
        for row in Retention.objects.all()
    )


def duration(days: int) -> str:
    """`7 días`, `2 años`: years only where they are whole."""
    years, rest = divmod(days, 365)
    return plural(days, "día", "días") if rest or not years else plural(years, "año", "años")
