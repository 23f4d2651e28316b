"""For how long people's data is kept. Who they are is on no list here: see the desk's own page.

Who of the staff read what was sealed is in `answers.IdentityReadingAdmin`.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from participation.admin.rules import RuleAdmin
from participation.models import Retention


@admin.register(Retention)
class RetentionAdmin(RuleAdmin):
    """The purposes are written in the code, which knows how to let go of each."""

    list_display = ("purpose", "days", "counted_from", "then", "basis", "is_active")
    fields = ("purpose", "days", "counted_from", "then", "basis", "is_active")
    readonly_fields = ("purpose",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
