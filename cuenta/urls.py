"""Every address of the portal. Published pages are files; see `cuenta/press.py`."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
