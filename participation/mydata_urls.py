"""The addresses of `/mis-datos/`. A token holds colons, so that no other address is one."""

from django.urls import path

from participation.views.mydata import (
    my_data,
    my_data_correct,
    my_data_download,
    my_data_erase,
    my_data_erased,
    my_data_held,
    my_data_hide,
    my_data_unfollow,
)

OWN = "mis-datos/<str:token>/"

my_data_patterns = [
    path("mis-datos/", my_data, name="my-data"),
    path("mis-datos/borrado/<slug:code>/", my_data_erased, name="my-data-erased"),
    path(OWN, my_data_held, name="my-data-held"),
    path(f"{OWN}descargar/", my_data_download, name="my-data-download"),
    path(f"{OWN}corregir/<str:folio>/", my_data_correct, name="my-data-correct"),
    path(f"{OWN}sin-nombre/", my_data_hide, name="my-data-hide"),
    path(f"{OWN}sin-avisos/", my_data_unfollow, name="my-data-unfollow"),
    path(f"{OWN}borrar/", my_data_erase, name="my-data-erase"),
]
