"""Canned paragraphs in the admin: one's own and those of one's units, with a preview."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from participation.actions.desk_keeping import is_theirs, write_paragraph
from participation.admin.rules import RuleAdmin
from participation.canned import VARIABLES, trouble_in
from participation.canned_filling import example_of, units_of, usable_by
from participation.models import CannedParagraph
from participation.permissions import may
from programs.models import User


class ParagraphForm(forms.ModelForm):
    """What is not a variable is said beside the text, and what was typed stays."""

    class Meta:
        model = CannedParagraph
        fields = ("title", "text", "unit", "is_active")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = "; ".join(f"{{{name}}}: {what}" for name, what in VARIABLES.items())
        if "text" in self.fields:
            self.fields["text"].help_text = f"Puede usar variables entre llaves. {known}."
            for act in ("add", "change", "view", "delete"):  # units are kept by who coordinates
                setattr(self.fields["unit"].widget, f"can_{act}_related", False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if trouble := trouble_in(text):
            raise forms.ValidationError(trouble)
        return text


@admin.register(CannedParagraph)
class CannedParagraphAdmin(RuleAdmin):
    form = ParagraphForm
    list_display = ("title", "of", "is_active")
    list_select_related = ("unit",)
    search_fields = ("title",)
    fields = ("title", "text", "preview", "unit", "is_active")
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CannedParagraph]:
        """Nobody sees those of others, whatever their role."""
        return usable_by(request.user)  # type: ignore[arg-type]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Django looks for the row before it asks who is looking."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().get_object(request, *args, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "write_answer")  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return self.has_view_permission(request) and (obj is None or is_theirs(obj, user))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Only the units in which one works."""
        if db_field.name == "unit":
            kwargs["queryset"] = units_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def write(self, row: Any, *, by: User, now: datetime) -> None:
        write_paragraph(row, by=by, now=now)

    @admin.display(description="De quién", ordering="unit")
    def of(self, row: CannedParagraph) -> str:
        return str(row.unit) if row.unit else "Solo suyo"

    @admin.display(description="Cómo se leerá")
    def preview(self, row: CannedParagraph) -> str:
        """With invented values, as it was saved."""
        if not row.text:
            return "Guárdelo para verlo."
        return format_html('<div class="said">{}</div>', example_of(row.text))
