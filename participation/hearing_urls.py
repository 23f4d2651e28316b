"""The addresses of `/audiencias/`. A token holds colons, and a number is none."""

from django.urls import path

from participation.views import hall
from participation.views import hearings as public
from participation.views.hearing_registering import hearing_register, hearing_registration

ONE = "audiencias/<int:number>/"

hearing_patterns = [
    path("audiencias/", public.hearings, name="hearings"),
    path("audiencias/audiencias.ics", public.hearings_file, name="hearings-calendar"),
    path("audiencias/audiencias.atom", public.hearings_atom, name="hearings-feed"),
    path("audiencias/inscripcion/<str:token>/", hearing_registration, name="hearing-registration"),
    path(ONE, public.hearing, name="hearing"),
    path(f"{ONE}audiencia.ics", public.hearing_file, name="hearing-calendar"),
    path(f"{ONE}convocatoria/<int:version>.json", public.hearing_call, name="hearing-call"),
    path(f"{ONE}inscripcion/", hearing_register, name="hearing-register"),
    path(f"{ONE}preguntar/", hall.hearing_ask, name="hearing-ask"),
    path(f"{ONE}preguntar/<uuid:uid>/", hall.hearing_asked, name="hearing-asked"),
    path(f"{ONE}pantalla/", hall.hearing_screen, name="hearing-screen"),
    path(f"{ONE}afiche/", hall.hearing_poster, name="hearing-poster"),
    path(f"{ONE}acta/", public.hearing_acta, name="hearing-acta"),
    path(f"{ONE}acta.pdf", public.hearing_acta_pdf, name="hearing-acta-pdf"),
    path(f"{ONE}acta.json", public.hearing_acta_json, name="hearing-acta-json"),
]
