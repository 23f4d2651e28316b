"""Spanish that templates of the staff need: counts with the right plural."""

from django import template

from programs.figures import plural

register = template.Library()


@register.filter
def times(count: int, nouns: str) -> str:
    """`{{ 2|times:"fila,filas" }}`: `2 filas`."""
    one, _, many = nouns.partition(",")
    return plural(count, one, many)
