"""Answer reports in the admin: accounts with their versions, a page for each, an address an act.

Nothing is edited as a row: every change is an act of `participation.actions.reports`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation import forms_reports as typed
from participation.actions import reports as actions
from participation.admin import report_reading as reading
from participation.admin.in_page import number_in
from participation.admin.report_doors import NAME, address_of, check_reader, report_or_404
from participation.admin.report_page import report_desk
from participation.models import AnswerReport
from participation.permissions import may
from participation.report_transitions import ACT, STATE
from participation.transitions import Refused
from participation.views.reports import file_response
from programs.models import PublicAccount

FOLDER = "admin/participation/reports"
READS = ["GET", "HEAD"]
REFRESH = 4  # seconds between two looks at the progress


@dataclass(frozen=True, slots=True)
class Doing:
    """An act on a version's page, what is typed for it, and what is said when it is done."""

    code: str
    do: Callable[..., Any]
    form: type[typed.ReportForm]
    done: str


DOINGS = (
    Doing("retry", actions.retry_report, typed.ReportForm, "Se intenta de nuevo."),
    Doing("remake", actions.remake_report, typed.ReportForm, "Se hace de nuevo, con lo de hoy."),
    Doing("present", actions.present_report, typed.PresentForm,
          "Quedó guardado. Los archivos se escriben de nuevo con ello."),
    Doing("send", actions.send_report, typed.ReportForm, "Está en revisión: lo aprueba otra "
          "persona."),
    Doing("return", actions.return_report, typed.ReportForm, "Volvió a borrador."),
    Doing("approve", actions.approve_report, typed.ApproveForm, "Quedó aprobado. Falta "
          "publicarlo."),
    Doing("publish", actions.publish_report, typed.PublishForm,
          "El informe está publicado y ya no cambia."),
    Doing("withdraw", actions.withdraw_report, typed.WithdrawForm,
          "La versión se retiró. Prepare otra sin lo que no debía leerse."),
)  # fmt: skip
BY_CODE = MappingProxyType({each.code: each for each in DOINGS})


def show(
    request: Any, report: AnswerReport, *, refusal: str = "", status: int = 200,
    form: typed.ReportForm | None = None, act: str = "",
) -> HttpResponse:  # fmt: skip
    """The page of a version; `form` keeps what was typed for `act` and was not done."""
    page = report_desk(report, request.user, timezone.now())
    forms: dict[str, typed.ReportForm] = {
        "present": typed.PresentForm(
            initial={"foreword": report.foreword, "pending_reason": report.pending_reason}
        ),
        "approve": typed.ApproveForm(initial={"sha256": report.sha256}),
        "publish": typed.PublishForm(),
        "withdraw": typed.WithdrawForm(),
    }
    if form is not None and act in forms:
        forms[act] = form
    context = {
        **admin.site.each_context(request),
        "title": page.title, "page": page, "refusal": refusal, "forms": forms,
        "labels": {code: each.label for code, each in ACT.items()},
        "opts": AnswerReport._meta,
    }  # fmt: skip
    response = render(request, f"{FOLDER}/report.html", context, status=status)
    if page.is_making and status == 200:
        response["Refresh"] = str(REFRESH)
    return response


def do_act(request: Any, report_id: int, code: str) -> HttpResponse:
    """Do one act, and go back to the page; a refusal is said there, with what was typed."""
    doing = BY_CODE[code]
    if not may(request.user, ACT[code].permission):
        raise PermissionDenied
    report = report_or_404(report_id)
    form = doing.form(request.POST)
    if not form.is_valid():
        return show(request, report, refusal=form.first_trouble(), status=400, form=form, act=code)
    try:
        doing.do(report, **form.given(), by=request.user, now=timezone.now())
    except Refused as refused:
        fresh = report_or_404(report_id)
        return show(request, fresh, refusal=str(refused), status=409, form=form, act=code)
    messages.success(request, doing.done)
    return HttpResponseRedirect(address_of(report))


def prepare(request: Any, account_id: int) -> HttpResponse:
    """Begin a version of an account."""
    if not may(request.user, "prepare_report"):
        raise PermissionDenied
    account = get_object_or_404(PublicAccount, pk=account_id)
    form = typed.PrepareForm(request.POST)
    if not form.is_valid():
        return _list(request, refusal=form.first_trouble(), status=400, form=form, of=account.pk)
    try:
        report = actions.prepare_report(
            account, **form.given(), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        return _list(request, refusal=str(refused), status=409, form=form, of=account.pk)
    messages.success(request, "Se está preparando. Puede cerrar esta página: sigue solo.")
    return HttpResponseRedirect(address_of(report))


def file(request: HttpRequest, report_id: int, name: str) -> HttpResponseBase:
    """A file of a version, whatever its state: to read it before it is published."""
    check_reader(request)
    report = report_or_404(report_id)
    found = report.files.filter(path=name).exclude(file="").first()
    if found is None:
        raise Http404
    return file_response(request, report, found, is_public=False)


def _list(
    request: Any, *, refusal: str = "", status: int = 200, form: typed.ReportForm | None = None,
    of: int = 0,
) -> HttpResponse:  # fmt: skip
    """The accounts that have an edition, with their versions."""
    accounts = PublicAccount.objects.filter(editions__isnull=False).distinct()
    reports: dict[int, list[AnswerReport]] = {}
    for each in AnswerReport.objects.select_related("account").order_by("-number"):
        reports.setdefault(each.account_id, []).append(each)
    may_prepare = may(request.user, "prepare_report")
    rows = [
        {
            "account": account,
            "versions": [
                {"report": each, "url": address_of(each), "state": STATE[each.state].label}
                for each in reports.get(account.pk, ())
            ],
            "may_prepare": may_prepare
            and not AnswerReport.objects.unfinished().filter(account=account).exists(),
            "needs_reason": account.pk in reports,
            "form": form if form is not None and of == account.pk
            else typed.PrepareForm(auto_id=f"id_{account.pk}_%s"),
        }
        for account in accounts.order_by("-account_year")
    ]  # fmt: skip
    context = {
        **admin.site.each_context(request), "title": "Informes de respuestas", "rows": rows,
        "refusal": refusal, "opts": AnswerReport._meta,
    }  # fmt: skip
    return render(request, f"{FOLDER}/reports.html", context, status=status)


@admin.register(AnswerReport)
class ReportAdmin(admin.ModelAdmin):
    """The list, the page of each version, and the addresses of the acts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        one = "<int:report_id>/"
        acts = [
            self._path(f"{one}{each.code}/", partial(do_act, code=each.code), each.code, ["POST"])
            for each in DOINGS
        ]
        return [
            *acts,
            self._path("preparar/<int:account_id>/", prepare, "prepare", ["POST"]),
            self._path(f"{one}archivos/<str:name>", file, "file", READS),
            self._path(f"{one}leer/", reading.read, "read", READS),
            self._path(f"{one}leer/temas/<slug:theme>/", reading.read_theme, "read_theme", READS),
            self._path(f"{one}leer/<slug:section>/", reading.read_section, "read_section", READS),
            self._path(f"{one}cambios/", reading.changes, "changes", READS),
            *super().get_urls(),
        ]

    def _path(
        self, route: str, view: Callable[..., Any], name: str, methods: list[str]
    ) -> URLPattern:
        guarded = self.admin_site.admin_view(require_http_methods(methods)(view))
        return path(route, guarded, name=NAME + name)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        check_reader(request)
        return _list(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """The page of one version. It sends nothing to itself: every act has its own address."""
        check_reader(request)
        if request.method not in READS:
            raise PermissionDenied
        return show(request, report_or_404(number_in(object_id)))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to it is in the register, and on its page."""
        check_reader(request)
        return HttpResponseRedirect(address_of(report_or_404(number_in(object_id))))
