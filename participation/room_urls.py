"""The addresses of the council's room and of its door. `cuenta` adds those of the draft."""

from django.urls import path

from participation.views import room_entry as entry
from participation.views import room_observations as written
from participation.views import room_sessions as met
from participation.views.room import checks, home, note, note_delete, notes, place

app_name = "room"

ONE = "sala/observaciones/<uuid:uid>/"
urlpatterns = [
    path("entrar/", entry.sign_in, name="login"),
    path("entrar/codigo/", entry.give_code, name="code"),
    path("entrar/telefono/", entry.enrol, name="enrol"),
    path("salir/", entry.leave, name="leave"),
    path("invitacion/<str:token>/", entry.invitation, name="invitation"),
    path("sala/", home, name="home"),
    path("sala/cuadraturas/", checks, name="checks"),
    path("sala/lugar/", place, name="place"),
    path("sala/notas/", notes, name="notes"),
    path("sala/notas/<int:pk>/", note, name="note"),
    path("sala/notas/<int:pk>/borrar/", note_delete, name="note-delete"),
    path("sala/observaciones/", written.observations, name="observations"),
    path("sala/observaciones/nueva/", written.begin, name="begin"),
    path(ONE, written.observation, name="observation"),
    path(f"{ONE}redactar/", written.write, name="write"),
    path(f"{ONE}versiones/", written.versions, name="versions"),
    path(f"{ONE}lugares/", written.place_add, name="place-add"),
    path(f"{ONE}lugares/<int:position>/quitar/", written.place_remove, name="place-remove"),
    path(f"{ONE}voto-de-minoria/", written.dissent, name="dissent"),
    path(f"{ONE}proponer/", written.act, {"action": "propose"}, name="propose"),
    path(f"{ONE}devolver/", written.act, {"action": "return"}, name="return"),
    path(f"{ONE}retirar/", written.act, {"action": "take_back"}, name="take-back"),
    path("sala/sesiones/", met.sessions, name="sessions"),
    path("sala/sesiones/<int:number>/", met.session, name="session"),
    path("sala/sesiones/<int:number>/acta/", met.acta, name="acta"),
    path("sala/votaciones/<int:pk>/", met.ballot, name="ballot"),
]
