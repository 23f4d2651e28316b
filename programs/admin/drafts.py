"""What every admin of the draft does: one corridor, one lock, one history.

Whoever changes a draft holds its account first, so that two people, or a person and an import,
wait for each other instead of mixing; then the change counts a version and leaves an entry.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from programs.actions.accounts import note_draft_change
from programs.admin.histories import deleted_name, history_of
from programs.admin.lists import CarefulList
from programs.forms import DraftForm, LinesField
from programs.inner_forms import InnerForm, InnerFormSet
from programs.models import PublicAccount
from programs.transitions import Refused

# Foreign keys whose choices belong to one account, and those that belong to its institution.
OF_ACCOUNT = frozenset(("source", "chapter", "parent", "whole"))
OF_INSTITUTION = frozenset(("product", "program", "indicator", "named_after"))


class DraftAdmin(CarefulList):
    """A kind of row of the draft. `owner` names the way from the row to its account."""

    form: type[Any] = DraftForm
    formfield_overrides = {models.TextField: {"form_class": LinesField}}
    owner = "account"
    noun = "la fila"  # with its article: "la cifra"
    object_history_template = "admin/draft_history.html"
    show_full_result_count = False
    list_per_page = 50
    save_on_top = False
    view_on_site = False

    # --- which accounts a row belongs to

    def accounts_of(self, row: Any) -> list[PublicAccount]:
        """The accounts whose draft shows this row."""
        return [row.account] if row.account_id else []

    def chosen_account(self, request: HttpRequest) -> PublicAccount | None:
        """The account a new row is added to: the one asked for or listed, else the newest."""
        accounts = PublicAccount.objects.select_related("institution")
        listed = parse_qs(request.GET.get("_changelist_filters", "")).get("account", [""])[0]
        asked = request.GET.get("account", "") or listed
        if asked.isdecimal() and len(asked) < 10:
            return accounts.filter(pk=int(asked)).first()
        return accounts.first()

    # --- the form

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        accounts = self.accounts_of(obj) if obj is not None else []
        request.desk_account = accounts[0] if accounts else self.chosen_account(request)
        made = super().get_form(request, obj, change=change, **kwargs)
        if said := getattr(request, "desk_refused", ""):
            made = _refusing(made, said)
        if obj is None and self.owner:
            return _bound_to(made, self.owner, request.desk_account)
        return made

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ours, with the hidden `seen` where the row may be saved."""
        sets = [(title, dict(options)) for title, options in super().get_fieldsets(request, obj)]
        can_save = self.has_change_permission(request, obj) if obj else True
        if can_save and sets and not any("seen" in options["fields"] for _, options in sets):
            sets[0][1]["fields"] = (*sets[0][1]["fields"], "seen")
        return sets

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new row goes after the others of its account or institution."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        account = self.chosen_account(request)
        if account is not None and any(item.name == "position" for item in self.opts.fields):
            owner = account if self.owner == "account" else account.institution
            rows = self.model._default_manager.filter(**{self.owner: owner})
            last = rows.aggregate(last=models.Max("position"))["last"]
            initial.setdefault("position", 0 if last is None else last + 1)
        return initial

    def render_change_form(
        self, request: Any, context: dict[str, Any], add: bool = False, **kwargs: Any
    ) -> HttpResponse:
        """With the account, or the institution, that the row is of: there is more than one."""
        account = getattr(request, "desk_account", None)
        if account is not None and self.owner:
            context["row_of"] = account if self.owner == "account" else account.institution
        if add:
            context["title"] = f"Agregar {self.opts.verbose_name}"
        return super().render_change_form(request, context, add=add, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", choices_in(db_field, getattr(request, "desk_account", None)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))

    # --- the corridor

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if object_id is None and self.owner and self.chosen_account(request) is None:
            self.message_user(request, "Primero importe o agregue una cuenta.", messages.WARNING)
            return HttpResponseRedirect(reverse("admin:index"))
        try:
            with transaction.atomic():
                if request.method == "POST":
                    self._hold(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # What was written is taken back; what was typed is shown again with the reason.
            request.desk_refused = str(refused)  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if response.status_code == 200:
                response.status_code = 409
            return response

    def _hold(self, request: HttpRequest, object_id: str | None) -> None:
        """Hold the account until the change is written; what is read afterwards is what stands."""
        if object_id is None:
            account = self.chosen_account(request)
            accounts = [account] if account else []
        else:
            row = self.get_object(request, unquote(object_id))
            accounts = self.accounts_of(row) if row is not None else []
        hold(accounts)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not form.changed_names:
            return  # nothing to write, nothing for the history to say
        obj._history_user = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        said = self.summary(form, formsets, change)
        if said:
            self.note(request, self.accounts_of(form.instance), said)

    def summary(self, form: Any, formsets: Iterable[Any], change: bool) -> str:
        """What the log says; empty when nothing changed."""
        name = f"{self.noun} «{form.instance}»"
        if not change:
            return f"Agregó {name}"
        labels = [str(form.fields[item].label).lower() for item in form.changed_names]
        labels += [
            str(formset.model._meta.verbose_name_plural)
            for formset in formsets
            if formset.has_changed()
        ]
        return f"Cambió {name}: {', '.join(labels)}" if labels else ""

    def note(self, request: Any, accounts: Iterable[PublicAccount], said: str) -> None:
        """Count a version of each account and leave the entry.

        Raises:
            Refused: this person may not change the draft; what was written is taken back.
        """
        for account in accounts:
            note_draft_change(account, by=request.user, now=timezone.now(), summary=said)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            with transaction.atomic():
                if request.method == "POST":
                    self._hold(request, object_id)
                return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        accounts, said = self.accounts_of(obj), f"Borró {self.noun} «{obj}»"
        obj._history_user = request.user
        super().delete_model(request, obj)
        self.note(request, accounts, said)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        accounts = {account.pk: account for row in rows for account in self.accounts_of(row)}
        hold(accounts.values())
        for row in rows:
            row._history_user = request.user
            row.delete()
        many = str(self.opts.verbose_name if len(rows) == 1 else self.opts.verbose_name_plural)
        self.note(request, accounts.values(), f"Borró {len(rows)} {many}")

    # --- the history

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed this row, when, from what to what; also of a row that is no longer there."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        pk = row.pk if row is not None else unquote(object_id)
        changes = history_of(self.model, pk)
        if row is None and not changes:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined, no-any-return]
                request, self.opts, object_id
            )
        name = str(row) if row is not None else deleted_name(self.model, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Historial de {self.noun}",
            "subtitle": name,
            "name": name,
            "changes": changes,
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return render(request, self.object_history_template, context)


class SharedAdmin(DraftAdmin):
    """A name kept by the institution across years: in several accounts, or in none."""

    owner = "institution"

    def accounts_of(self, row: Any) -> list[PublicAccount]:
        return list(row.accounts.select_related("institution")) if row.pk else []


class DraftInline(admin.TabularInline):
    """Rows edited within another's form; their choices are read once, not once a row."""

    form: type[Any] = InnerForm
    formset = InnerFormSet
    template = "admin/inline_rows.html"
    extra = 2

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        account = getattr(request, "desk_account", None)
        kwargs.setdefault("queryset", choices_in(db_field, account))
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))


def hold(accounts: Iterable[PublicAccount]) -> None:
    """Hold accounts until the transaction ends, always in the same order."""
    keys = [account.pk for account in accounts]
    list(PublicAccount.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def choices_in(db_field: Any, account: PublicAccount | None) -> QuerySet[Any]:
    """The rows a foreign key may point to: those of the same account or institution."""
    rows: QuerySet[Any] = db_field.remote_field.model._default_manager.all()
    if account is None:
        return rows
    if db_field.name in OF_ACCOUNT:
        return rows.filter(account=account)
    if db_field.name in OF_INSTITUTION:
        return rows.filter(institution=account.institution_id)
    return rows


def _bound_to(form: type[Any], owner: str, account: PublicAccount | None) -> type[Any]:
    """The form of a new row, which already belongs to its account or institution."""

    class Bound(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if account is not None:
                value: models.Model = account if owner == "account" else account.institution
                setattr(self.instance, owner, value)

    Bound.__name__ = form.__name__
    return Bound


def _refusing(form: type[Any], said: str) -> type[Any]:
    """The same form, which the action refused: nothing of it is saved."""

    class Refusing(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            self.add_error(None, said)
            return cleaned

    Refusing.__name__ = form.__name__
    return Refusing


def _plain(field: Any) -> Any:
    """Without the little buttons that open windows: they need scripts and lose one's place."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field
