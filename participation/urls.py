"""The addresses of participation."""

from django.urls import path

from participation.hearing_urls import hearing_patterns
from participation.mydata_urls import my_data_patterns
from participation.public_urls import folio_patterns, public_patterns
from participation.views.asking import ask, ask_discard, ask_similar, ask_step
from participation.views.authoring import follow_up, mend, review_request, withdraw
from participation.views.clocks import deadlines
from participation.views.confirming import confirm
from participation.views.register import register, register_lines
from participation.views.satisfaction import satisfaction
from participation.views.sending import ask_sent, ask_without_email
from participation.views.support import support
from participation.views.tracking import attachment, receipt, track, tracking

app_name = "participation"

DRAFT = "participar/<uuid:draft>/"
FILING = "seguimiento/<str:folio>/<str:key>/"

urlpatterns = [
    *my_data_patterns,
    *hearing_patterns,
    path("participar/", ask, name="ask"),
    path("participar/confirmar/<str:token>/", confirm, name="confirm"),
    path(f"{DRAFT}parecidas/", ask_similar, name="ask-similar"),
    path(f"{DRAFT}borrar/", ask_discard, name="ask-discard"),
    path(f"{DRAFT}enviado/", ask_sent, name="ask-sent"),
    path(f"{DRAFT}sin-correo/", ask_without_email, name="ask-without-email"),
    path(f"{DRAFT}<slug:step>/", ask_step, name="ask-step"),
    path("seguimiento/", track, name="track"),
    path(FILING, tracking, name="tracking"),
    path(f"{FILING}comprobante/", receipt, name="receipt"),
    path(f"{FILING}retirar/", withdraw, name="withdraw"),
    path(f"{FILING}completar/", mend, name="mend"),
    path(f"{FILING}volver-a-preguntar/", follow_up, name="follow-up"),
    path(f"{FILING}pedir-revision/", review_request, name="review-request"),
    path(f"{FILING}opinar/", satisfaction, name="satisfaction"),
    path(f"{FILING}archivos/<uuid:uid>/", attachment, name="attachment"),
    path("participacion/plazos/", deadlines, name="deadlines"),
    path("participacion/registro/", register, name="register"),
    path("participacion/registro.jsonl", register_lines, name="register-lines"),
    path("participacion/<str:folio>/apoyar/", support, name="support"),
    *public_patterns,
    *folio_patterns,
]
