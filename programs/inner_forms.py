"""Rows edited within another's form: columns and rows of a table, laws of an institution."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.figures import plural
from programs.forms import DraftForm


class InnerForm(DraftForm):
    """A row within another's form: its fields have no label of their own beside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = f" de {self.instance.label}" if getattr(self.instance, "label", "") else ""
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}{of}"


class InnerFormSet(forms.BaseInlineFormSet):
    """The rows within another's form; the box that deletes one says which."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and not form.instance.pk and "position" in form.fields:
            form.initial["position"] = index  # a new row goes after the others
        if "DELETE" in form.fields:
            said = f"Borrar {form.instance}" if form.instance.pk else "Borrar esta fila"
            form.fields["DELETE"].widget.attrs["aria-label"] = said

    def clean(self) -> None:
        """A row or column is not deleted with figures in it: they would go unseen with it."""
        super().clean()
        held = [form for form in self.initial_forms if self._would_take_figures(form)]
        if held:
            raise ValidationError(
                "No se borró nada: hay cifras en lo que marcó para borrar. Vea dónde, más abajo.",
                code="holds_figures",
            )

    def _would_take_figures(self, form: Any) -> bool:
        results = getattr(form.instance, "results", None)
        if results is None or not self._should_delete_form(form):  # type: ignore[attr-defined]
            return False
        count = results.count()
        if count:
            tells = plural(count, "cifra que se borraría", "cifras que se borrarían")
            mend = "Bórrela o cámbiela" if count == 1 else "Bórrelas o cámbielas"
            said = f"Tiene {tells} también. {mend} de lugar primero."
            form.add_error(None, ValidationError(said, code="holds_figures"))
        return bool(count)
