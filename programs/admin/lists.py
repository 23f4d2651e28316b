"""Lists that answer whatever their address says, and acts on many rows that are all or nothing."""

import logging
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponseRedirect

from programs.transitions import Refused

logger = logging.getLogger(__name__)
# What a value typed by hand in an address can break: in Python, or in PostgreSQL.
UNREADABLE = (ValueError, ArithmeticError, DataError)


class CarefulList(admin.ModelAdmin):
    """Django answers some wrong addresses of a list with `?e=1`, and fails on others."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            with transaction.atomic():
                response = super().changelist_view(request, extra_context)
                return response.render() if hasattr(response, "render") else response
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        except UNREADABLE:
            if not request.GET or ERROR_FLAG in request.GET:
                raise  # not the address: ours to mend
            logger.info("A list could not read its address", exc_info=True)
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
