"""The acta of a session: written when it ends, signed by two, published, and then kept."""

import hashlib
from datetime import datetime

from django.db import transaction

from participation.acta_content import acta_content, formal_content
from participation.acta_pdf import acta_pdf
from participation.actions.council_corridor import (
    CHANGED,
    hold_observation,
    hold_session,
    move_observation,
    move_session,
    note_session_act,
)
from participation.actions.council_reviews import council_cleared
from participation.actions.council_sessions import release_observations
from participation.actions.council_telling import tell_council, tell_users
from participation.actions.words import written
from participation.council import check_may_do
from participation.council_transitions import SESSION_ACT, session_after
from participation.deadlines import CHILE
from participation.models import Acta, AgendaItem, Ballot, CouncilSession
from participation.observation_hash import sha256_of
from participation.transitions import Refused
from programs.models import User

SIGNED_ALREADY = "El acta ya tiene una firma: lo que dice no se cambia."


@transaction.atomic
def close_session(
    session: CouncilSession, *, by: User, now: datetime, expected_version: int | None = None
) -> CouncilSession:
    """End a session and write its acta; what was not reached is proposed again.

    Raises:
        Refused: `by` may not, the session is not open, a vote is, or somebody changed it.
    """
    held = hold_session(session, expected_version)
    check_may_do(by, SESSION_ACT["close"], now.astimezone(CHILE).date())
    session_after("close", held.state)
    voting = Ballot.objects.filter(item__session=held, closed_at__isnull=True).first()
    if voting is not None:
        raise Refused(f"Cierre antes la votación del punto {voting.item.position}.")
    held.attendances.filter(left_at__isnull=True).update(left_at=now)
    release_observations(held, by=by, now=now)
    held = move_session(held, "close", by=by, now=now, closed_at=now, secretary=by)
    write_acta(held, by=by, now=now)
    return held


def write_acta(held: CouncilSession, *, by: User, now: datetime) -> Acta:
    """Write the acta of a session that is held, and tell the two who sign it."""
    content = acta_content(held)
    acta = Acta.objects.create(
        session=held, content=content, sha256=sha256_of(content), written_at=now
    )
    chair = held.chaired_by.councillor.user if held.chaired_by else None
    signers = [each for each in (chair, by) if each is not None]
    tell_users("acta_to_sign", held, signers, now=now)
    return acta


def rewrite_acta(held: CouncilSession) -> Acta:
    """Write again what an acta says, while nobody signed it. The caller holds the session.

    Raises:
        Refused: somebody signed it.
    """
    acta = hold_acta(held)
    if acta.signed_by_chair_id or acta.signed_by_secretary_id:
        raise Refused(SIGNED_ALREADY)
    acta.content = acta_content(held)
    acta.sha256 = sha256_of(acta.content)
    acta.save(update_fields=["content", "sha256"])
    return acta


@transaction.atomic
def write_minutes(
    item: AgendaItem, *, text: str, by: User, now: datetime, expected: str | None = None
) -> AgendaItem:
    """Write down what was said on a point: during the session, or until somebody signs its acta.

    `expected` is what the page showed before: two secretaries do not write over each other.

    Raises:
        Refused: `by` may not, it has not begun, the acta is signed, or it changed meanwhile.
    """
    held = hold_session(item.session)
    check_may_do(by, SESSION_ACT["close"], now.astimezone(CHILE).date())
    if held.state not in ("open", "closed", "no_quorum"):
        raise Refused("Lo tratado se escribe desde que la sesión empieza hasta que se firma.")
    kept = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if expected is not None and kept.notes != written(expected, asked="", needed=False):
        raise Refused(CHANGED)
    kept.notes = written(text, asked="", needed=False)
    kept.save(update_fields=["notes"])
    if held.state != "open":
        rewrite_acta(held)
    note_session_act(held, "write_minutes", by=by, now=now, item=kept.position)
    return kept


@transaction.atomic
def sign_acta_as_chair(
    session: CouncilSession, *, by: User, now: datetime, expected_sha256: str | None = None
) -> Acta:
    """Sign the acta as who chaired that session; with both signatures it is published.

    `expected_sha256` is the hash that the signer was shown: nobody signs what they did not read.

    Raises:
        Refused: `by` did not chair it, there is nothing to sign, it is signed already, or it says
            something else by now.
    """
    return _sign(session, "chair", by=by, now=now, expected=expected_sha256)


@transaction.atomic
def sign_acta_as_secretary(
    session: CouncilSession, *, by: User, now: datetime, expected_sha256: str | None = None
) -> Acta:
    """Sign the acta as executive secretary; with both signatures it is published.

    Raises:
        Refused: as `sign_acta_as_chair`, of the secretary.
    """
    return _sign(session, "secretary", by=by, now=now, expected=expected_sha256)


def _sign(
    session: CouncilSession, as_: str, *, by: User, now: datetime, expected: str | None
) -> Acta:
    held = hold_session(session)
    action = f"sign_{as_}"
    today = now.astimezone(CHILE).date()
    check_may_do(by, SESSION_ACT[action], today, chaired_by=held.chaired_by)
    session_after(action, held.state)
    acta = hold_acta(held)
    if getattr(acta, f"signed_by_{as_}_id"):
        raise Refused("El acta ya tiene esa firma.")
    other = acta.signed_by_secretary_id if as_ == "chair" else acta.signed_by_chair_id
    if other == by.pk:
        raise Refused("El acta la firman dos personas distintas, y usted ya la firmó.")
    if expected is not None and expected != acta.sha256:
        raise Refused("El acta cambió desde que usted la leyó: léala de nuevo antes de firmarla.")
    setattr(acta, f"signed_by_{as_}", by)
    setattr(acta, f"signed_by_{as_}_at", now)
    acta.save(update_fields=[f"signed_by_{as_}", f"signed_by_{as_}_at"])
    move_session(held, action, by=by, now=now, detail={"sha256": acta.sha256})
    if acta.signed_by_chair_id and acta.signed_by_secretary_id:
        _publish(held, acta, by=by, now=now)
    return acta


def hold_acta(held: CouncilSession) -> Acta:
    """The acta, locked; Refused where the session has none yet."""
    acta = Acta.objects.select_for_update().filter(session=held).first()
    if acta is None:
        raise Refused("Esa sesión todavía no tiene acta.")
    return acta


def _publish(held: CouncilSession, acta: Acta, *, by: User, now: datetime) -> None:
    """With both signatures: make the PDF, formalise what was approved, and tell the council."""
    acta.published_at = now
    acta.pdf = acta_pdf(acta)
    acta.pdf_sha256 = hashlib.sha256(acta.pdf).hexdigest()
    acta.save(update_fields=["published_at", "pdf", "pdf_sha256"])
    detail = {"sha256": acta.sha256, "pdf_sha256": acta.pdf_sha256}
    move_session(held, "publish", by=by, now=now, detail=detail)
    _formalise(held, by=by, now=now)
    _pronounce(held, by=by, now=now)
    tell_council("acta_published", held, by=by, now=now)


def _formalise(held: CouncilSession, *, by: User, now: datetime) -> None:
    """From here on the words, the places and the hash of what was approved never change."""
    approved = Ballot.objects.filter(
        item__session=held, item__observation__state="approved", result=Ballot.Result.APPROVED
    )
    for ballot in approved.select_related("item__observation").order_by("item__observation_id"):
        observation = hold_observation(ballot.item.observation)
        sha256 = sha256_of(formal_content(observation, ballot))
        move_observation(
            observation, "formalise", by=by, now=now, detail={"sha256": sha256},
            chaired_by=held.chaired_by, formalised_at=now, sha256=sha256,
        )  # fmt: skip


def _pronounce(held: CouncilSession, *, by: User, now: datetime) -> None:
    """Voted that there is nothing to observe, and signed: the review of that draft ends with it."""
    voted = Ballot.objects.filter(
        item__session=held, item__is_pronouncement=True, result=Ballot.Result.APPROVED
    )
    if held.account is not None and voted.exists():
        council_cleared(held.account, by=by, now=now)
