"""Fields of what the API shows. `help_text` is what the documentation says of each."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

NONE = "vacío si no corresponde"


class Amount(serializers.Field):
    """A decimal as a plain JSON number: whole where it is whole, so that pesos are exact."""

    def to_representation(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)


def word(help_text: str, **more: Any) -> serializers.CharField:
    return serializers.CharField(help_text=help_text, read_only=True, **more)


def code(help_text: str, options: Any, **more: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=[str(each) for each in options], help_text=help_text, read_only=True, **more
    )


def link(help_text: str, **more: Any) -> serializers.URLField:
    return serializers.URLField(help_text=help_text, read_only=True, **more)


def number(help_text: str, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(help_text=help_text, read_only=True, **more)
