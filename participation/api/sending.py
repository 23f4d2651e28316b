"""Taking part from a program: the same acts, limits, confirmation and words as the form.

There is no session, no token and no cookie: nothing here is done in the name of whoever is signed
in, so that there is nothing for a check of CSRF to guard. A page of another site cannot send
either: the browser asks first (CORS), and is told that only reading is open.
"""

import hashlib
import json
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from participation.actions.drafts import send_at_once
from participation.api.serializers import day
from participation.api.views import SubmissionList
from participation.draft_content import Content
from participation.forms import AskForm, KindForm, PersonForm, TextForm
from participation.limits import TooMany, client_address
from participation.links import CONFIRM_WITHIN, absolute, tracking_url
from participation.models import AskDraft, Authorship, Submission
from participation.models.submissions import LONGEST_TEXT, SHORTEST_TEXT
from participation.robots import LONGEST_PROOF, new_challenge, spend_proof
from participation.sending_limits import check_sending
from participation.subjects import Place, address_in, newest_edition, place_at
from participation.throttling import too_many
from participation.transitions import Refused
from participation.views.doors import OURS
from programs.api.base import PublicView
from programs.api.fields import code, word
from programs.api.problems import Problem
from programs.regions import REGIONS

MOST_BYTES = 64 * 1024
FORM = "api"  # what a proof of work is made for
FORMS = (KindForm, TextForm, PersonForm)
CHECK_MAIL = (
    "Enviamos un mensaje a ese correo. Al abrir su enlace el envío queda ingresado y recibe su "
    f"folio. El enlace sirve {CONFIRM_WITHIN.days} días; si el mensaje no llega, en `page` se toma "
    "el folio sin correo."
)
FILED = (
    "Quedó ingresada. Guarde `tracking`: quien tiene esa dirección puede seguirla, completarla o "
    "retirarla. Una persona la lee antes de publicarla."
)
WITHDRAWN = "Se retiró y no recibirá respuesta."
ONE_USE = "Ese `uid` ya se usó para otro envío. Use uno nuevo, y no lo comparta."


class StrictJSON(JSONParser):
    """JSON in UTF-8, not too long and not too deep."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise Problem("demasiado-grande")
        try:
            return json.loads(data.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise ParseError from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class SubmissionInput(serializers.Serializer):
    """Lo que se envía. Nadie tiene que decir quién es (Ley 18.575, artículo 69)."""

    uid = serializers.UUIDField(
        help_text="Un UUID versión 4 que usted crea, uno por envío: repetirlo no envía dos veces. "
        "No lo comparta: abre el comprobante.",
    )  # fmt: skip
    kind = serializers.ChoiceField(
        choices=Submission.PEOPLE_KINDS,
        help_text="`question`, consulta; `statement`, planteamiento; `remark`, observación.",
    )
    text = serializers.CharField(
        trim_whitespace=False, min_length=SHORTEST_TEXT, max_length=LONGEST_TEXT,
        help_text="Lo que quiere decir.",
    )  # fmt: skip
    about = serializers.CharField(
        required=False, allow_blank=True, max_length=600,
        help_text="De qué habla: la dirección permanente (`page`) de algo de una edición. Sin "
        "ella, de toda la cuenta.",
    )  # fmt: skip
    shown_name = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Nombre que se publicará."
    )
    email = serializers.CharField(
        required=False, allow_blank=True, max_length=254,
        help_text="No se publica. Si va, el envío se confirma desde ese correo.",
    )  # fmt: skip
    region = serializers.ChoiceField(
        required=False, allow_blank=True, choices=[(each.code, each.name) for each in REGIONS],
        help_text="Región desde la que se escribe: código CUT. No se publica.",
    )  # fmt: skip
    organisation = serializers.CharField(
        required=False, allow_blank=True, max_length=150, help_text="No se publica."
    )
    sex = serializers.ChoiceField(
        required=False, allow_blank=True, help_text="No se publica.",
        choices=[each for each in Authorship.Sex.choices if each[0]],
    )  # fmt: skip
    proof = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_PROOF,
        help_text="Prueba de trabajo resuelta (`/api/v1/proof/`): con ella los límites son más "
        "amplios.",
    )  # fmt: skip


class FiledSerializer(serializers.Serializer):
    """Qué pasó con lo enviado."""

    uid = serializers.UUIDField(help_text="El que usted dio.", read_only=True)
    status = code("`received`: tiene folio; `confirm_email`: falta abrir el enlace del correo.",
                  ["received", "confirm_email", "withdrawn"])  # fmt: skip
    message = word("Qué sigue, en palabras.")
    folio = word("Su folio; vacío mientras no se confirma.")
    filed_on = day("Su ingreso legal.", allow_null=True)
    due_on = day("Hasta cuándo debe responderse.", allow_null=True)
    tracking = word("Dirección para seguirla: guárdela, no se vuelve a mostrar.")
    page = word("Dónde sigue una persona con un navegador.")


class SubmissionDoor(SubmissionList):
    """The list, and the way in."""

    parser_classes: ClassVar = (StrictJSON,)
    http_method_names: ClassVar = ["get", "head", "options", "post"]

    def post(self, request: Request) -> Response:
        if request.headers.get("Sec-Fetch-Site", "") not in OURS:
            raise Problem("origen-ajeno")
        if request.query_params:
            self.asked(request)
        uid, content, proof = read_body(request.data)
        known = Submission.objects.filter(uid=uid).first()
        is_new = known is None
        submission = known or self._sent(request, uid, content, proof)
        if not _is_same(submission, content):
            raise Problem("en-conflicto", ONE_USE)
        return _told(submission, status=_status_of(submission) if is_new else 200)

    def _sent(self, request: Request, uid: UUID, content: Content, proof: str) -> Submission:
        now = timezone.now()
        try:
            check_sending(
                content.email, draft=str(uid), address=client_address(request),
                has_proof=spend_proof(proof, FORM, now=now), now=now,
            )  # fmt: skip
            return send_at_once(uid=uid, content=content, now=now)
        except TooMany as refusal:
            raise too_many(refusal, now) from None
        except Refused as refusal:
            raise Problem("en-conflicto", str(refusal)) from None


def _is_same(submission: Submission, content: Content) -> bool:
    sha256 = hashlib.sha256(content.text.encode()).hexdigest()
    return (submission.kind, submission.text_sha256) == (content.kind, sha256)


def _status_of(submission: Submission) -> int:
    return 201 if submission.folio else 202


def _told(submission: Submission, *, status: int) -> Response:
    """What who sent it may know: whoever has the `uid` has what its draft opens, and no more."""
    has_draft = AskDraft.objects.filter(uid=submission.uid).exists()
    page = f"/participar/{submission.uid}/enviado/" if has_draft else ""
    state, message = "confirm_email", CHECK_MAIL
    if submission.state == "withdrawn":
        state, message = "withdrawn", WITHDRAWN
    elif submission.folio:
        state, message = "received", FILED
    is_open = state == "received" and has_draft
    body = {
        "uid": submission.uid,
        "status": state,
        "message": message,
        "folio": submission.folio or "",
        "filed_on": submission.filed_on,
        "due_on": submission.due_on,
        "tracking": tracking_url(submission) if is_open else "",
        "page": absolute(page) if page else "",
    }
    headers = {"Cache-Control": "no-store, private"}
    return Response(FiledSerializer(body).data, status=status, headers=headers)


def read_body(data: Any) -> tuple[UUID, Content, str]:
    """The `uid`, what is to be filed, and a proof of work if there is one.

    Raises:
        Problem: something has to be mended (each field is pointed at), or what it is about is not
            published.
    """
    if not isinstance(data, dict):
        raise Problem("cuerpo-invalido", "Envíe un objeto JSON, como en los ejemplos.")
    known = SubmissionInput().fields
    troubles = {
        name: f"No existe. Puede usar: {', '.join(known)}." for name in data if name not in known
    }
    given = SubmissionInput(data=data)
    if not given.is_valid():
        troubles |= {name: str(said[0]) for name, said in given.errors.items()}
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    forms = [form(typed) for form in FORMS]
    # What the form says is what is said on the page: it comes before what the serializer says.
    said = {name: str(found[0]) for form in forms for name, found in form.errors.items()}
    troubles |= {name: words for name, words in said.items() if name in typed or name in troubles}
    if not troubles and given.validated_data["uid"].version != 4:
        troubles["uid"] = "Use un UUID versión 4: se hace al azar, y nadie lo adivina."
    address = str(typed.get("about", "")).removeprefix(settings.SITE_URL)
    asked = AskForm({"sobre": address})
    if not asked.is_valid():
        troubles["about"] = "Escriba la dirección permanente de algo de una edición."
    if troubles:
        raise Problem(
            "cuerpo-invalido", errors=[(f"/{_pointer(name)}", x) for name, x in troubles.items()]
        )
    cleaned = {name: value for form in forms for name, value in form.cleaned_data.items()}
    content = Content(about=_place_of(address).address, **cleaned)
    return given.validated_data["uid"], content, str(typed.get("proof", ""))


def _pointer(name: str) -> str:
    """A name within a JSON pointer (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")[:80]


def _place_of(address: str) -> Place:
    """What it is about; the whole account where nothing is said."""
    edition = None if address else newest_edition()
    place = place_at(address or address_in(edition)) if address or edition else None
    if place is None:
        said = "No hay nada publicado en esa dirección."
        raise Problem("no-encontrado", said, errors=[("/about", said)])
    return place


class ProofSerializer(serializers.Serializer):
    """Un desafío de ALTCHA (versión 2): quien lo resuelve puede enviar más seguido."""

    challenge = serializers.JSONField(help_text="El desafío, tal como lo lee la biblioteca altcha.")
    seconds = serializers.IntegerField(help_text="Por cuánto tiempo sirve.", read_only=True)


class ProofView(PublicView):
    """A challenge to be solved before sending; nobody has to."""

    def get(self, request: Request) -> Response:
        self.asked(request)
        self.counted(request)
        challenge = json.loads(new_challenge(FORM, now=timezone.now()))
        response = Response({"challenge": challenge, "seconds": 24 * 60 * 60})
        response["Cache-Control"] = "no-store"
        return response


__all__ = ["FiledSerializer", "ProofSerializer", "ProofView", "SubmissionDoor", "SubmissionInput"]
