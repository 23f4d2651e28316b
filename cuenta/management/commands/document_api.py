"""`manage.py local document_api`: docs/openapi.json, the schema of the API as it is now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cuenta.api.schema import schema_text

TARGET = settings.BASE_DIR / "docs" / "openapi.json"


class Command(BaseCommand):
    help = "Write docs/openapi.json from the code of the API."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(schema_text(), encoding="utf-8")
