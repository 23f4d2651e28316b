"""The addresses of participation."""

from django.urls import path

from participation.views.public import ask

app_name = "participation"

urlpatterns = [path("participar/", ask, name="ask")]
