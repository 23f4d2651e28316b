"""Drafts that only have to be sent, each with the form that a browser would send."""

import base64
import json
import random
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.utils import timezone

WORDS = [
    "programa", "fondos", "región", "personas", "empresas", "ferias", "almacenes", "mujeres",
    "comuna", "presupuesto", "año", "concurso", "capacitación", "organizaciones", "cooperativas",
    "monto", "beneficiarios", "cuenta", "lámina", "respecto",
]  # fmt: skip
FIGURE = "/cuentas/2022/ediciones/1/cifras/"


def addresses() -> list[str]:
    """The permanent addresses of every figure that was published."""
    from participation.subjects import ledger_of, newest_edition

    edition = newest_edition()
    assert edition is not None
    return [f"{FIGURE}{figure.key}/" for figure in ledger_of(edition).figures]


def make_drafts(count: int, *, with_email: bool = False) -> list[str]:
    """Write that many drafts about figures of the account; the paths that send them."""
    from participation.draft_content import Content, sealed
    from participation.models import AskDraft

    opened = timezone.now() - timedelta(minutes=1)
    about = addresses()
    made = []
    for number in range(count):
        uid = uuid4()
        email = f"persona-{uid.hex}@medicion.invalid" if with_email else ""
        content = Content(
            about=about[number % len(about)], kind="question", text=_text(), email=email,
            region="13", shown_name="Persona de prueba",
        )  # fmt: skip
        made.append(
            AskDraft(uid=uid, content_sealed=sealed(content), created_at=opened, changed_at=opened)
        )
    AskDraft.objects.bulk_create(made, batch_size=500)
    return [f"/participar/{each.uid}/revisar/" for each in made]


def body(*, with_proof: bool = True) -> str:
    """What the last form sends: its hidden fields, with the work done as a browser does it."""
    from participation.robots import HONEYPOT, PROOF, TOKEN, time_token
    from participation.views.sending import FORM

    token = time_token(FORM, now=timezone.now() - timedelta(minutes=1))
    proof = _proof() if with_proof else ""
    return urlencode({TOKEN: token, PROOF: proof, HONEYPOT: "", "enviar": "1"})


def _proof() -> str:
    """A solved challenge. Its counter is looked for from where it is: nobody waits for that."""
    import altcha

    from participation import robots
    from participation.views.sending import FORM

    challenge = altcha.create_challenge(
        robots.ALGORITHM, robots.ROUNDS, counter=robots.FEWEST,
        expires_at=timezone.now() + robots.PROOF_LIFE, data={"form": FORM},
        hmac_secret=robots._secret(),
    )  # fmt: skip
    solution = altcha.solve_challenge(challenge, counter_start=robots.FEWEST)
    payload = altcha.Payload(challenge=challenge, solution=solution)
    return base64.b64encode(json.dumps(payload.to_dict()).encode()).decode()


def _text() -> str:
    return f"¿Por qué {' '.join(random.choices(WORDS, k=60))}?"


def text_for_rival() -> str:
    """A text as long as that of a draft."""
    return _text()
