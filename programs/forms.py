"""Forms of the draft: nobody overwrites another unseen; figures are typed as people write."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from programs.checks import problems_of_rules
from programs.drafts import ledger_of
from programs.figures import NotAFigure, Parsed, format_figure, parse_amount
from programs.ledger import CheckKind, Figure, Unit
from programs.ledger import Rule as LedgerRule
from programs.models import Chapter, Explanation, Result, Rule
from programs.package_schema import plain_lines

OWNERS = frozenset(("account", "institution", "table"))


def fingerprint(row: models.Model, without: Collection[str] = ()) -> str:
    """What a row says, in sixteen letters: two are equal when every column is."""
    values = (
        f"{item.attname}={getattr(row, item.attname)!r}"
        for item in row._meta.concrete_fields
        if item.name not in without
    )
    return hashlib.sha256("|".join(values).encode()).hexdigest()[:16]


class LinesField(forms.CharField):
    """A text of several lines. Browsers send `\\r\\n`; the draft keeps `\\n`, and so compares."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return plain_lines(text) if isinstance(text, str) else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Neither line ends nor the spaces around a text are a change."""
        return bool(self.to_python(initial) != self.to_python(data))


class DraftForm(forms.ModelForm):
    """Remembers what the row said when the form was opened (`seen`).

    Two people may open one row; the second to save is told what the first left, keeps what was
    typed, and saves again knowingly.
    """

    unwatched: Collection[str] = ()  # columns that others may change meanwhile without harm
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = fingerprint(self.instance, self.unwatched) if self.instance.pk else ""
        self.initial["seen"] = self.stored
        self._before = {
            item.name: getattr(self.instance, item.attname)
            for item in self.instance._meta.concrete_fields
        }

    @property
    def changed_names(self) -> list[str]:
        """The fields that changed, for the log."""
        return [name for name in self.changed_data if name != "seen"]

    def has_changed(self) -> bool:
        return bool(self.changed_names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen") or ""
        if self.instance.pk and self.has_changed() and seen != self.stored:
            self._accept_what_is_stored()
            raise ValidationError(self._overtaken(), code="overtaken")
        return cleaned

    def _accept_what_is_stored(self) -> None:
        """The next time this form is sent, its author has read what the other person left."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.stored

    def _overtaken(self) -> str:
        history = getattr(self.instance, "history", None)
        last = history.select_related("history_user").first() if history else None  # newest first
        who = last.history_user if last and last.history_user else "Otra persona"
        stands = "; ".join(self._what_stands()) or "no cambió lo que usted escribió"
        return (
            f"{who} guardó cambios mientras usted editaba. Ahora dice: {stands}. "
            "Lo que usted tenía en pantalla sigue aquí: si guarda otra vez, lo reemplaza."
        )

    def _what_stands(self) -> list[str]:
        return [
            f"{self.fields[name].label}: «{self._before.get(name)}»"
            for name in self.changed_names
            if name in self._before
        ]

    def _get_validation_exclusions(self) -> set[str]:
        """The owner is not typed, but what is unique within it is checked here, with words."""
        return super()._get_validation_exclusions() - OWNERS  # type: ignore[misc, no-any-return]


class ChapterForm(DraftForm):
    """Chapters have two levels."""

    class Meta:
        model = Chapter
        fields = ("title", "slug", "parent", "body", "page", "position")

    def clean_parent(self) -> Chapter | None:
        parent: Chapter | None = self.cleaned_data["parent"]
        if parent is None:
            return None
        if parent.parent_id or parent.pk == self.instance.pk:
            raise ValidationError("Elija un capítulo principal: hay solo dos niveles.")
        if self.instance.pk and self.instance.children.exists():
            raise ValidationError("Este capítulo tiene otros debajo: déjelo como principal.")
        return parent


class ResultForm(DraftForm):
    """A figure: its value is one text, with its unit, as the document prints it."""

    amount = forms.CharField(
        label="Valor, con su unidad",
        required=False,
        max_length=200,
        help_text="Como se publica: MM$ 1.234,5 · M$ 820.000 · $ 84.700.000 · 416 · 49 %. "
        "Un guion o vacío si no hay cifra.",
    )

    class Meta:
        model = Result
        fields = (
            "title", "key", "indicator", "literal", "note", "product", "program", "region", "sex",
            "scope", "chapter", "row", "column", "source", "page", "sheet", "cell", "highlight",
            "position",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.value is not None:
            self.initial["amount"] = shown_amount(self.instance)

    def clean_amount(self) -> Parsed | None:
        """What was typed, read; None when it says what it said before."""
        typed = self.cleaned_data["amount"].strip()
        if self.instance.pk and typed == self.initial.get("amount", ""):
            return None
        try:
            return parse_amount(typed, self._usual_unit())
        except NotAFigure as refused:
            raise ValidationError(refused.reason, code="not_a_figure") from None

    def _usual_unit(self) -> Unit:
        """The unit of a number that names none: a money figure keeps the one it had."""
        measure = self._measure()
        if measure == "money":
            unit = Unit(self.instance.unit) if self.instance.unit else Unit.COUNT
            return unit if unit.is_money else Unit.COUNT
        return Unit.PERCENT if measure == "percent" else Unit.COUNT

    def _measure(self) -> str:
        """By the indicator as sent: fields are cleaned in order, and the amount comes last."""
        indicator = self.cleaned_data.get("indicator")
        return indicator.measure if indicator else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        read: Parsed | None = cleaned.get("amount")
        if read is not None and cleaned.get("indicator"):
            self._check_unit(read)
            self._take(read, cleaned)
        if "amount" in cleaned and self.instance.value is None and not cleaned.get("note"):
            self.add_error("note", "Sin cifra, la nota dice por qué: «En proceso de selección».")
        row, column = cleaned.get("row"), cleaned.get("column")
        if (row is None) != (column is None):
            self.add_error("row" if row is None else "column", "Elija la fila y la columna juntas.")
        elif row and column and row.table_id != column.table_id:
            self.add_error("column", "La fila y la columna son de tablas distintas: elija otra.")
        return cleaned

    def _check_unit(self, read: Parsed) -> None:
        measure = self._measure()
        wanted = {"money": "un monto: escriba $, M$ o MM$ delante", "count": "una cantidad, sin $"}
        wanted["percent"] = "un porcentaje: escriba % detrás"
        fits = {
            "money": read.unit.is_money or read.value is None,
            "count": read.unit is Unit.COUNT,
            "percent": read.unit is Unit.PERCENT,
        }
        if measure in fits and not fits[measure]:
            self.add_error("amount", f"Este indicador pide {wanted[measure]}.")

    def _take(self, read: Parsed, cleaned: dict[str, Any]) -> None:
        """Put value, unit and precision in the row; a note within the amount goes to the note."""
        unit = read.unit
        if self._measure() == "money" and not unit.is_money:
            unit = Unit.PESO  # no figure, and nobody said in which unit it would have been
        self.instance.value = read.value
        self.instance.unit = unit.value
        self.instance.precision = read.precision if unit is read.unit else unit.scale
        if read.note and not cleaned.get("note"):
            cleaned["note"] = read.note

    def _what_stands(self) -> list[str]:
        stands = super()._what_stands()
        if "amount" in self.changed_data:
            stands.insert(0, f"Valor: «{self.initial.get('amount') or '–'}»")
        return stands


def shown_amount(result: Result) -> str:
    """The value of a row as it was published: `MM$ 69.857`, or a dash."""
    return format_figure(
        Figure(
            key=result.key, indicator="", value=result.value, unit=Unit(result.unit),
            precision=result.precision, literal="", source="",
        )
    )  # fmt: skip


class RuleForm(DraftForm):
    """A declared check, whose parts have to exist."""

    class Meta:
        model = Rule
        fields = ("title", "slug", "kind", "whole", "parts", "note", "position")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.has_changed():
            rule = LedgerRule(
                slug=cleaned["slug"],
                kind=CheckKind(cleaned["kind"]),
                title=cleaned["title"],
                whole=cleaned["whole"].key,
                parts=tuple(cleaned["parts"] or ()),
            )
            ledger = replace(ledger_of(self.instance.account), rules=(rule,))
            for problem in problems_of_rules(ledger):
                self.add_error("parts", problem)
        return cleaned


class ExplanationForm(forms.Form):
    """Public words about one difference (the action says whether they may be given)."""

    check = forms.SlugField(max_length=200, widget=forms.HiddenInput)
    text = LinesField(
        label="Explicación pública",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La leerá cualquier persona, junto a la diferencia.",
    )
    voice = forms.ChoiceField(label="Quién habla", choices=Explanation.Voice.choices)
    author = forms.CharField(
        label="Nombre y cargo públicos",
        max_length=200,
        help_text="Por ejemplo: Unidad de Planificación y Presupuesto.",
    )
