"""The addresses that the public reads. `<folio>` comes last: it takes any word."""

from django.urls import path

from participation.feeds import feed
from participation.views.actas import acta, acta_json_file, acta_pdf_file, actas, sessions_file
from participation.views.calendar import calendar
from participation.views.commitments import (
    calendar as commitments_calendar,
)
from participation.views.commitments import (
    commitment,
    commitment_json,
    commitments,
)
from participation.views.commitments import (
    csv_file as commitments_csv,
)
from participation.views.commitments import (
    feed as commitments_feed,
)
from participation.views.commitments import (
    json_file as commitments_json,
)
from participation.views.council import council, council_csv_file, council_json_file
from participation.views.council_observations import (
    csv_file,
    json_file,
    observation,
    observation_hash,
    observations,
)
from participation.views.council_observations import (
    feed as council_feed,
)
from participation.views.exports import answers_file, questions_file, register_file
from participation.views.following import follow, followed, manage, unsubscribe
from participation.views.performance import (
    performance,
    performance_csv,
    performance_dictionary,
    performance_json,
)
from participation.views.process import process, process_of_year
from participation.views.questions import (
    changes,
    fragment,
    public_file,
    question,
    questions,
    window_fragment,
)
from participation.views.reports import (
    report,
    report_file,
    report_list,
    report_section,
    report_theme,
)
from participation.views.statistics import statistics, statistics_csv, statistics_json

REPORT = "participacion/informe/<int:year>/<int:number>/"
OBSERVED = "consejo/observaciones/"
PROMISED = "participacion/compromisos/"

public_patterns = [
    path("participacion/", questions, name="questions"),
    path("participacion/preguntas.atom", feed, name="feed"),
    path("participacion/cambios/", changes, name="changes"),
    path("participacion/preguntas.csv", questions_file, {"kind": "csv"}, name="questions-csv"),
    path("participacion/preguntas.json", questions_file, {"kind": "json"}, name="questions-json"),
    path("participacion/respuestas.csv", answers_file, {"kind": "csv"}, name="answers-csv"),
    path("participacion/respuestas.json", answers_file, {"kind": "json"}, name="answers-json"),
    path("participacion/registro.csv", register_file, name="register-csv"),
    path("participacion/calendario.ics", calendar, name="calendar"),
    path("participacion/proceso/", process, name="process"),
    path("participacion/proceso/<int:year>/", process_of_year, name="process-year"),
    path("participacion/cifras/", statistics, name="statistics"),
    path("participacion/cifras.csv", statistics_csv, name="statistics-csv"),
    path("participacion/cifras.json", statistics_json, name="statistics-json"),
    path("participacion/desempeno/", performance, name="performance"),
    path("participacion/desempeno.csv", performance_csv, name="performance-csv"),
    path("participacion/desempeno.json", performance_json, name="performance-json"),
    path(
        "participacion/desempeno-diccionario.csv",
        performance_dictionary,
        name="performance-dictionary",
    ),
    path(PROMISED, commitments, name="commitments"),
    path(f"{PROMISED}compromisos.atom", commitments_feed, name="commitments-feed"),
    path(f"{PROMISED}compromisos.csv", commitments_csv, name="commitments-csv"),
    path(f"{PROMISED}compromisos.json", commitments_json, name="commitments-json"),
    path(f"{PROMISED}compromisos.ics", commitments_calendar, name="commitments-calendar"),
    path(f"{PROMISED}<str:code>/", commitment, name="commitment"),
    path(f"{PROMISED}<str:code>/compromiso.json", commitment_json, name="commitment-json"),
    path("participacion/fragmento/", fragment, name="fragment"),
    path("participacion/fragmento/plazo/", window_fragment, name="window-fragment"),
    path("participacion/seguir/", follow, name="follow"),
    path("participacion/seguir/confirmar/<str:token>/", followed, name="follow-confirm"),
    path("participacion/seguir/avisos/<str:token>/", manage, name="follow-manage"),
    path("participacion/seguir/baja/<str:token>/", unsubscribe, name="unsubscribe"),
    path("participacion/informe/", report_list, name="reports"),
    path(REPORT, report, name="report"),
    path(f"{REPORT}archivos/<str:path>", report_file, name="report-file"),
    path(f"{REPORT}temas/<slug:theme>/", report_theme, name="report-theme"),
    path(f"{REPORT}<slug:section>/", report_section, name="report-section"),
    path("consejo/", council, name="council"),
    path("consejo/consejo.csv", council_csv_file, name="council-csv"),
    path("consejo/consejo.json", council_json_file, name="council-json"),
    path(OBSERVED, observations, name="council-observations"),
    path(f"{OBSERVED}observaciones.atom", council_feed, name="council-observations-feed"),
    path(f"{OBSERVED}observaciones.csv", csv_file, name="council-observations-csv"),
    path(f"{OBSERVED}observaciones.json", json_file, name="council-observations-json"),
    path(f"{OBSERVED}<str:code>/", observation, name="council-observation"),
    path(f"{OBSERVED}<str:code>/huella.json", observation_hash, name="council-observation-hash"),
    path("consejo/sesiones.ics", sessions_file, name="council-sessions"),
    path("consejo/actas/", actas, name="council-actas"),
    path("consejo/actas/<int:number>/", acta, name="council-acta"),
    path("consejo/actas/<int:number>/acta.pdf", acta_pdf_file, name="council-acta-pdf"),
    path("consejo/actas/<int:number>/acta.json", acta_json_file, name="council-acta-json"),
]
# Included after those of the others: a folio must not hide `registro/` or `plazos/`.
folio_patterns = [
    path("participacion/<str:folio>/", question, name="question"),
    path("participacion/<str:folio>/archivos/<uuid:uid>/", public_file, name="public-file"),
]
