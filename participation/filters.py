"""Narrowing the public questions: one set of filters for the page, the feed and the API."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.validators import RegexValidator, validate_slug
from django.db.models import Q

from participation.folios import read_folio
from participation.models import Answer, Submission
from participation.models.submissions import SEARCH_CONFIG, SubmissionQuerySet
from programs.regions import BY_SLUG, REGIONS

# A page of an account, of its current edition or of any: what was asked of one is asked of all.
SUBJECT = re.compile(
    r"/cuentas/(?P<year>[0-9]{4})/(?:ediciones/[0-9]{1,4}/)?(?P<path>(?:[a-z0-9-]{1,120}/){0,2})"
)
STATES = (
    ("sin-respuesta", "Sin respuesta"),
    ("respondidas", "Respondidas"),
    ("fuera-de-plazo", "Fuera de plazo"),
    ("derivadas", "Derivadas"),
)
ORDERS = (
    ("apoyadas", "Más apoyadas primero"),
    ("recientes", "Más nuevas primero"),
    ("plazo", "Las que vencen antes primero"),
)
# The last has a list of its own among the pages: those of people do not offer it; the API does.
KINDS = (
    ("consulta", "Consultas"),
    ("planteamiento", "Planteamientos"),
    ("observacion", "Observaciones ciudadanas"),
    ("consejo", "Observaciones del Consejo"),
)
_KIND = dict(zip([code for code, _ in KINDS], Submission.Kind.values, strict=True))
FEW = 1_000  # that have the words searched for
_OTHERWISE = ("referred", "converted")
_OF_LIST = {"invalid_choice": "Elija una opción de la lista."}
_NO_NUL = {"null_characters_not_allowed": "Quite los caracteres que no se ven y busque de nuevo."}


def _choice(label: str, choices: tuple[tuple[str, str], ...], method: str) -> Any:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, error_messages=_OF_LIST
    )


def _slug(label: str, field: str) -> Any:
    return django_filters.CharFilter(
        label=label, field_name=field, max_length=80, validators=[validate_slug],
        error_messages={"invalid": "Elija una opción de la lista.", **_NO_NUL},
    )  # fmt: skip


class QuestionFilter(django_filters.FilterSet):
    """What may be asked of the list in its address. `today` decides what is late."""

    q = django_filters.CharFilter(
        label="Buscar", method="with_words", max_length=120, error_messages=_NO_NUL
    )
    sobre = django_filters.CharFilter(
        label="Sobre qué página", method="about", max_length=300, error_messages=_NO_NUL,
        validators=[RegexValidator(
            rf"\A{SUBJECT.pattern}\Z",
            "Esa no es la dirección de una página de la cuenta. Elíjala desde la cuenta.",
        )],
    )  # fmt: skip
    cuenta = django_filters.CharFilter(
        label="Cuenta", method="of_year", max_length=4, error_messages=_NO_NUL,
        validators=[RegexValidator(r"\A[12][0-9]{3}\Z", "Escriba el año con cuatro números.")],
    )  # fmt: skip
    capitulo = _slug("Capítulo", "chapter")
    programa = _slug("Programa", "program")
    region = _choice("Región", tuple((each.slug, each.short_name) for each in REGIONS), "of_region")
    tipo = _choice("Tipo", KINDS, "of_kind")
    estado = _choice("Estado", STATES, "in_state")
    efecto = _choice("Efecto de la respuesta", tuple(Answer.Effect.choices), "with_effect")

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: SubmissionQuerySet, *, today: date) -> None:
        super().__init__(data, queryset)
        self.today = today

    def with_words(self, rows: SubmissionQuerySet, _name: str, words: str) -> SubmissionQuerySet:
        """By its folio however it is written, or by Spanish words (an index)."""
        try:
            return rows.filter(folio=str(read_folio(words)))
        except ValueError:
            query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
            found = rows.filter(search=query)
            # What few say is fetched by its keys: else a million rows are walked in their order.
            keys = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
            return rows.filter(pk__in=keys) if len(keys) <= FEW else found

    def about(self, rows: SubmissionQuerySet, _name: str, address: str) -> SubmissionQuerySet:
        """What was asked of that page, or of something that belongs to it."""
        return rows.filter(about_page(address))

    def of_year(self, rows: SubmissionQuerySet, _name: str, year: str) -> SubmissionQuerySet:
        return rows.filter(account__account_year=int(year))

    def of_region(self, rows: SubmissionQuerySet, _name: str, slug: str) -> SubmissionQuerySet:
        """What speaks of the region."""
        return rows.filter(about_region=BY_SLUG[slug].code)

    def of_kind(self, rows: SubmissionQuerySet, _name: str, kind: str) -> SubmissionQuerySet:
        return rows.filter(kind=_KIND[kind])

    def in_state(self, rows: SubmissionQuerySet, _name: str, state: str) -> SubmissionQuerySet:
        return in_state(rows, state, self.today)

    def with_effect(self, rows: SubmissionQuerySet, _name: str, effect: str) -> SubmissionQuerySet:
        return rows.filter(effect=effect)


def in_state(rows: SubmissionQuerySet, state: str, today: date) -> SubmissionQuerySet:
    """The rows of one of STATES; all of them for the empty one."""
    if state == "sin-respuesta":
        return rows.owed()
    if state == "respondidas":
        return rows.filter(answered_at__isnull=False)
    if state == "fuera-de-plazo":
        return rows.late(today)
    return rows.filter(state__in=_OTHERWISE) if state == "derivadas" else rows


def about_page(address: str) -> Q:
    """What belongs to a page: a program's figures to the program, a chapter's to the chapter.

    Raises:
        ValueError: it is not the address of a page of an account.
    """
    found = SUBJECT.fullmatch(address)
    if found is None:
        raise ValueError("not an address of a page of an account")
    of_account = Q(account__account_year=int(found["year"]))
    path = found["path"]
    if not path:
        return of_account
    section, _, rest = path.partition("/")
    slug = rest.rstrip("/")
    belonging = Q(about_path=path)
    if section == "cifras" and slug:
        belonging |= Q(figure=slug)
    elif section == "capitulos" and slug:
        belonging |= Q(chapter=slug)
    elif section == "programas" and slug:
        belonging = Q(program=slug)  # what was asked of the page itself names it too
    elif section == "regiones" and slug in BY_SLUG:
        belonging |= Q(about_region=BY_SLUG[slug].code)
    return of_account & belonging


class ListForm(forms.Form):
    """In which order, and from where on."""

    orden = forms.ChoiceField(choices=ORDERS, required=False, error_messages=_OF_LIST)
    despues = forms.CharField(max_length=200, required=False, error_messages=_NO_NUL)
