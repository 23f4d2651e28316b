"""What an account keeps of the council's review, as data that the floor above writes.

The review itself (its term, the observations, the replies) is kept by `participation`; here is
only what publication waits for and what the edition seals.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from programs.actions.log import log_event
from programs.models import AccountEvent, PublicAccount, User
from programs.transitions import Refused

COUNCIL_FILE = "council.json"
State = PublicAccount.CouncilState
_SUMMARIES = {
    State.REVIEWING: "El Consejo empezó a revisar el borrador",
    State.ANSWERING: "El Consejo entregó sus observaciones",
    State.ANSWERED: "Quedó la opinión del Consejo, con su respuesta",
    State.SILENT: "Pasó el plazo sin pronunciamiento del Consejo",
}


@transaction.atomic
def set_council_state(
    account: PublicAccount, state: str, *, record: Mapping[str, Any], by: User, now: datetime
) -> PublicAccount:
    """Say where the council's review stands. The caller has checked who may.

    `record` is what the next edition seals in `council.json`: days, outcome, folios and hashes,
    never a name.

    Raises:
        Refused: an edition was published already: the draft's review is over.
    """
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    if state == State.REVIEWING and held.editions.exists():
        raise Refused("La cuenta ya está publicada: el Consejo observa ahora sus ediciones.")
    held.council_state = state
    held.council_record = dict(record)
    held.save(update_fields=["council_state", "council_record"])
    log_event(
        held, AccountEvent.Kind.COUNCIL, by=by, now=now, summary=_SUMMARIES[State(state)],
        detail={"council": state},
    )  # fmt: skip
    return held


@transaction.atomic
def keep_council_record(
    account: PublicAccount, *, record: Mapping[str, Any], by: User, now: datetime
) -> PublicAccount:
    """Keep what the next edition seals of the review, where only the record changed: a reply."""
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    held.council_record = dict(record)
    held.save(update_fields=["council_record"])
    log_event(
        held, AccountEvent.Kind.COUNCIL, by=by, now=now,
        summary="Se agregó una respuesta a lo que observó el Consejo",
        detail={"council": held.council_state},
    )  # fmt: skip
    return held


def check_council_heard(account: PublicAccount) -> None:
    """Raises Refused while the first edition has to wait for the council, or for its reply.

    A late opinion does not block (Ley 19.880, art. 38): with the term past it is `silent`.
    """
    if account.council_state == State.REVIEWING:
        raise Refused(
            "El Consejo revisa el borrador: espere su opinión o que pase el plazo. "
            "Si no se pronuncia a tiempo, la cuenta se publica y lo dice."
        )
    if account.council_state == State.ANSWERING:
        raise Refused("Falta responder las observaciones del Consejo antes de publicar.")
    must = account.institution.consults_council and not account.editions.exists()
    if must and account.council_state == State.NONE:
        raise Refused("Falta enviar el borrador al Consejo de la Sociedad Civil para su revisión.")


def council_file(account: PublicAccount) -> dict[str, bytes]:
    """What the edition seals of the review; nothing where there was none."""
    if not account.council_record:
        return {}
    text = json.dumps(account.council_record, ensure_ascii=False, indent=1, sort_keys=True)
    return {COUNCIL_FILE: text.encode() + b"\n"}
