"""The addresses of the API that belong to participation."""

from typing import Any

from django.urls import URLPattern, path
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view

from participation.api import (
    commitments,
    council,
    hearings,
    performance,
    reports,
    sending,
    terms,
    views,
)
from participation.api import register_serializers as register
from participation.api import serializers as shapes
from programs.api.schema import listed, problems, single

TAG, CLOCKS = "La participación", "Los plazos y el registro"
FOLIO = ("folio", "El folio, como `CPP-2022-000123-8`.")

_send = extend_schema(
    operation_id="send_submission",
    summary="Enviar una consulta",
    tags=[TAG],
    description="Con correo, queda por confirmar (202): llega un mensaje con un enlace. Sin correo "
    "recibe su folio de inmediato (201). El mismo `uid` otra vez responde lo mismo (200) y no "
    "envía de nuevo. Rigen los mismos límites que en el formulario.",
    request=sending.SubmissionInput,
    parameters=[],
    responses={
        200: OpenApiResponse(sending.FiledSerializer, "Ya se había enviado."),
        201: OpenApiResponse(sending.FiledSerializer, "Ingresada, con su folio."),
        202: OpenApiResponse(sending.FiledSerializer, "Falta confirmar el correo."),
        **problems(400, 403, 404, 409, 413, 415, 429),
    },
)
extend_schema_view(post=_send)(sending.SubmissionDoor)
listed(
    sending.SubmissionDoor,
    "submissions",
    shapes.SubmissionSerializer,
    tag=TAG,
    is_counted=False,
    summary="Lista de consultas públicas",
    about="Las que una persona leyó y admitió, salvo las que su autora o autor retiró.",
)
single(
    views.SubmissionDetail,
    "submissions_one",
    shapes.SubmissionSerializer,
    tag=TAG,
    summary="Una consulta",
    path=[FOLIO],
)
listed(
    views.AnswerList,
    "answers",
    shapes.AnswerSerializer,
    tag=TAG,
    is_counted=False,
    summary="Lista de respuestas",
    about="Todas las versiones publicadas.",
)
single(
    views.AnswerDetail,
    "answers_one",
    shapes.AnswerSerializer,
    tag=TAG,
    summary="Una versión de una respuesta",
    path=[FOLIO, ("number", "El número de la versión.")],
)
listed(
    council.ObservationList,
    "observations",
    council.ObservationSerializer,
    tag=TAG,
    is_counted=False,
    summary="Lista de observaciones del Consejo",
    about="Las que el Consejo de la Sociedad Civil formalizó e ingresó. Su plazo, su estado y su "
    "respuesta están en la consulta de su folio.",
)
single(
    council.ObservationDetail,
    "observations_one",
    council.ObservationSerializer,
    tag=TAG,
    summary="Una observación del Consejo",
    path=[("code", "Su código, como `OBS-2026-003`.")],
)
listed(
    commitments.CommitmentList,
    "commitments",
    commitments.CommitmentSerializer,
    tag=TAG,
    is_counted=False,
    summary="Lista de compromisos",
    about="Lo que la institución prometió al responder o en una audiencia, y qué pasó con ello.",
)
single(
    commitments.CommitmentDetail,
    "commitments_one",
    commitments.CommitmentSerializer,
    tag=TAG,
    summary="Un compromiso",
    path=[("code", "Su código, como `COM-2026-001`.")],
)
listed(
    reports.ReportList,
    "reports",
    reports.ReportSerializer,
    tag=TAG,
    is_counted=False,
    summary="Informes de respuestas",
    about="Cada versión publicada, con sus cifras, sus archivos y sus huellas. De las que se "
    "retiraron quedan el número, las huellas y el motivo.",
)
single(
    reports.ReportDetail,
    "reports_one",
    reports.ReportSerializer,
    tag=TAG,
    summary="Una versión de un informe de respuestas",
    path=[("key", "El año de la cuenta y la versión, como `2022-1`.")],
)
listed(
    hearings.HearingList,
    "hearings",
    hearings.HearingSerializer,
    tag=TAG,
    is_counted=False,
    summary="Lista de audiencias públicas",
    about="Las que se convocaron, qué fue de cada una, su acta y sus preguntas, cada una por "
    "su folio.",
)
single(
    hearings.HearingDetail,
    "hearings_one",
    hearings.HearingSerializer,
    tag=TAG,
    summary="Una audiencia pública",
    path=[("number", "Su número.")],
)
listed(
    terms.TermList,
    "terms",
    register.TermSerializer,
    tag=CLOCKS,
    is_counted=False,
    summary="Reglas de los plazos",
    about="También las que rigieron y las que regirán.",
)
listed(
    terms.RateList,
    "rates",
    register.RateSerializer,
    tag=CLOCKS,
    is_counted=False,
    summary="Cumplimiento de los plazos, por cuenta",
)
single(
    terms.RateDetail,
    "rates_one",
    register.RateSerializer,
    tag=CLOCKS,
    summary="Cumplimiento de los plazos de una cuenta",
    path=[("key", "El año de la cuenta.")],
)
listed(
    performance.PerformanceList,
    "performance",
    performance.PerformanceSerializer,
    tag=CLOCKS,
    is_counted=False,
    summary="Cómo respondemos",
    about="Los números de la página «Cómo respondemos», por cuenta, unidad y región, cada uno con "
    "su denominador. De menos de cinco no se dan porcentajes ni mitades.",
)
listed(
    performance.MeasureList,
    "measures",
    performance.MeasureSerializer,
    tag=CLOCKS,
    is_counted=False,
    summary="Qué mide cada medida de cómo respondemos",
)
listed(
    views.RegisterList,
    "register",
    register.EntrySerializer,
    tag=CLOCKS,
    is_counted=False,
    summary="Registro público",
    about="Todo entero, en líneas que se pueden verificar: `/participacion/registro.jsonl`.",
)
single(
    views.RegisterDetail,
    "register_one",
    register.EntrySerializer,
    tag=CLOCKS,
    summary="Un asiento del registro",
    path=[("key", "Su número correlativo.")],
)
extend_schema_view(
    get=extend_schema(
        operation_id="get_proof",
        summary="Un desafío que resolver antes de enviar",
        tags=[TAG],
        description="No hace falta: sin él se envía igual, con límites menos amplios.",
        responses={200: sending.ProofSerializer, **problems(400, 429)},
    )
)(sending.ProofView)


def _at(route: str, view: Any, name: str) -> URLPattern:
    return path(route, view.as_view(), name=name)


participation_patterns: list[URLPattern] = [
    _at("submissions/", sending.SubmissionDoor, "submissions-list"),
    _at("submissions/<str:folio>/", views.SubmissionDetail, "submissions-detail"),
    _at("answers/", views.AnswerList, "answers-list"),
    _at("answers/<str:folio>/<str:number>/", views.AnswerDetail, "answers-detail"),
    _at("observations/", council.ObservationList, "observations-list"),
    _at("observations/<str:code>/", council.ObservationDetail, "observations-detail"),
    _at("commitments/", commitments.CommitmentList, "commitments-list"),
    _at("commitments/<str:code>/", commitments.CommitmentDetail, "commitments-detail"),
    _at("reports/", reports.ReportList, "reports-list"),
    _at("reports/<str:key>/", reports.ReportDetail, "reports-detail"),
    _at("hearings/", hearings.HearingList, "hearings-list"),
    _at("hearings/<str:number>/", hearings.HearingDetail, "hearings-detail"),
    _at("terms/", terms.TermList, "terms-list"),
    _at("rates/", terms.RateList, "rates-list"),
    _at("rates/<str:key>/", terms.RateDetail, "rates-detail"),
    _at("performance/", performance.PerformanceList, "performance-list"),
    _at("measures/", performance.MeasureList, "measures-list"),
    _at("register/", views.RegisterList, "register-list"),
    _at("register/<str:key>/", views.RegisterDetail, "register-detail"),
    _at("proof/", sending.ProofView, "proof"),
]
