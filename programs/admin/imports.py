"""Bringing a file in: choose it, see what it would do, confirm. All or nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from programs.actions.imports import import_account
from programs.admin.acts import account_or_404
from programs.admin.differences import MOST_SHOWN, shown_kinds
from programs.admin.progress import Report, streamed
from programs.drafts import ledger_of
from programs.figure_workbooks import write_figures, write_template
from programs.figures import format_number
from programs.incoming import package_year, propose_file
from programs.models import PublicAccount
from programs.package_schema import PackageProblems
from programs.permissions import may
from programs.proposals import Proposal
from programs.transitions import Refused
from programs.uploads import Upload, find_upload, keep_upload

# A file this small is read before answering, so that the answer's status says how it went.
SMALL = 256 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GONE = "Ese archivo ya se importó, se descartó o venció (se guarda dos horas). Súbalo de nuevo."


def _weight(size: int) -> str:
    """`50 MB`, `1,2 KB`."""
    return filesizeformat(size).replace(",0", "")


class UploadForm(forms.Form):
    """The file and what to do with the figures it does not have."""

    file = forms.FileField(
        label="Archivo",
        help_text="Planilla XLSX, ODS o CSV con una cifra por fila, o el paquete de datos (.zip).",
        error_messages={
            "required": "Elija el archivo.",
            "empty": "El archivo está vacío: revise que sea el que quería subir.",
        },
    )
    mode = forms.ChoiceField(
        label="Qué hacer con las cifras que el archivo no trae",
        choices=(
            ("add", "Agregar y cambiar: lo que no viene en la planilla queda como está"),
            ("replace", "Reemplazar: las cifras que no vienen en la planilla se quitan"),
        ),
        initial="add",
        widget=forms.RadioSelect,
        help_text="Un paquete de datos es la cuenta entera: siempre la reemplaza.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            limit = _weight(settings.IMPORT_MAX_BYTES)
            raise forms.ValidationError(
                f"El archivo pesa {_weight(file.size)} y se reciben hasta {limit}. "
                "Divídalo o quite las hojas e imágenes que no se importan.",
                code="too_big",
            )
        return file


def _check_may_import(request: Any) -> None:
    if not may(request.user, "import_account"):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: Any, account_id: int | None = None) -> HttpResponse:
    """Choose the file; it is kept for its owner and shown before anything is written."""
    _check_may_import(request)
    account = account_or_404(account_id) if account_id is not None else None
    form = _upload_form(request, account)
    if request.method == "POST" and form.is_valid():
        upload = _kept(request, form, account)
        page = reverse("admin:programs_publicaccount_import_preview", args=[upload.token])
        return HttpResponseRedirect(page)
    context = {
        **_context(request, account, "Importar cifras" if account else "Importar una cuenta nueva"),
        "form": form,
        "limit": _weight(settings.IMPORT_MAX_BYTES),
    }
    status = 200 if not form.is_bound else _status(form)
    return render(request, "admin/import_start.html", context, status=status)


def _upload_form(request: Any, account: PublicAccount | None) -> UploadForm:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if account is None:
        # Nothing to keep or replace: it must not be asked for when it was not shown.
        form.fields.pop("mode")
    return form


def _status(form: UploadForm) -> int:
    return 413 if form.has_error("file", "too_big") else 400


def _kept(request: Any, form: UploadForm, account: PublicAccount | None) -> Upload:
    file = form.cleaned_data["file"]
    keep = partial(
        keep_upload,
        owner=request.user.pk,
        name=file.name,
        replace_all=form.cleaned_data.get("mode") == "replace",
    )
    upload = keep(file.chunks(), account=account.pk if account else None)
    if account is None and (known := _account_of_package(upload)):
        upload.discard()
        file.seek(0)
        upload = keep(file.chunks(), account=known.pk)
    return upload


def _account_of_package(upload: Upload) -> PublicAccount | None:
    """The account a package belongs to, if it is here already: then its changes are shown."""
    said = package_year(upload.path, settings.IMPORT_MAX_BYTES)
    if said is None:
        return None
    return PublicAccount.objects.filter(institution__slug=said[0], account_year=said[1]).first()


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: Any, token: str) -> HttpResponseBase:
    """What the file would do (GET), and doing it or leaving it (POST)."""
    _check_may_import(request)
    upload = find_upload(token, owner=request.user.pk)
    if upload is None:
        context = {**_context(request, None, "Importar"), "refused": GONE}
        return render(request, "admin/import_gone.html", context, status=410)
    account = account_or_404(upload.account) if upload.account else None
    if request.method != "POST":
        return _answer(request, upload, account, partial(_preview, request, upload, account))
    if "discard" in request.POST:
        upload.discard()
        return HttpResponseRedirect(reverse("admin:index"))
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Http404
    work = partial(_confirm, request, upload, account, int(version))
    return _answer(request, upload, account, work)


def _answer(
    request: Any,
    upload: Upload,
    account: PublicAccount | None,
    work: Callable[[Report], tuple[SafeString, int]],
) -> HttpResponseBase:
    """A small file is answered whole; a large one as it goes."""
    context = _context(request, account, "Importar")
    context |= {"upload": upload, "size": _weight(upload.size)}
    if upload.size <= SMALL:
        html, status = work(lambda _line: None)
        return render(request, "admin/progress.html", {**context, "progress": html}, status=status)
    return streamed(request, context, lambda report: work(report)[0])


def _propose(upload: Upload, account: PublicAccount | None, report: Report) -> Proposal:
    def rows(done: int, total: int | None) -> None:
        of = f" de {format_number(total)}" if total else ""
        report(f"Filas leídas: {format_number(done)}{of}")

    report("Leyendo el archivo…")
    return propose_file(
        upload.path,
        ledger_of(account) if account else None,
        name=upload.name,
        replace_all=upload.replace_all,
        most_bytes=settings.IMPORT_MAX_BYTES,
        progress=rows,
    )


def _preview(
    request: HttpRequest, upload: Upload, account: PublicAccount | None, report: Report
) -> tuple[SafeString, int]:
    version = account.version if account else 0  # before the draft is read
    proposal = _propose(upload, account, report)
    context = _shown(proposal) | {"upload": upload, "account": account, "version": version}
    html = render_to_string("admin/import_preview.html", context, request)
    return html, 200 if proposal.is_sound else 422


def _shown(proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "problems": proposal.problems[:MOST_SHOWN],
        "more_problems": max(0, proposal.problem_count - MOST_SHOWN),
        "kinds": shown_kinds(proposal.diff),
    }


def _confirm(
    request: Any, upload: Upload, account: PublicAccount | None, version: int, report: Report
) -> tuple[SafeString, int]:
    def written(done: int, _total: int | None) -> None:
        report(f"Filas escritas: {format_number(done)}")

    context: dict[str, Any] = {"upload": upload, "account": account}
    try:
        if account is not None and account.version != version:
            raise Refused("El borrador cambió después de la vista previa. Revísela de nuevo.")
        proposal = _propose(upload, account, report)
        if proposal.ledger is None:
            raise Refused("El archivo no se puede importar como está. Revise la vista previa.")
        stored = import_account(
            proposal.ledger,
            by=request.user,
            now=timezone.now(),
            origin=upload.name,
            expected_version=version,
            progress=written,
        )
    except (Refused, PackageProblems) as reason:
        html = render_to_string(
            "admin/import_refused.html", {**context, "refused": str(reason)}, request
        )
        return html, 409
    upload.discard()
    context |= _shown(proposal) | {"account": stored}
    return render_to_string("admin/import_done.html", context, request), 200


@require_safe
def template(request: Any, account_id: int) -> HttpResponse:
    """The workbook to fill; with `?con=cifras`, with the account's figures to mend."""
    _check_may_import(request)
    account = account_or_404(account_id)
    filled = request.GET.get("con") == "cifras"
    response = HttpResponse(content_type=XLSX)
    name = slugify(f"{account.institution.short_name}-{account.account_year}")
    kind = "cifras" if filled else "plantilla"
    response["Content-Disposition"] = f'attachment; filename="{kind}-{name}.xlsx"'
    (write_figures if filled else write_template)(response, ledger_of(account))  # type: ignore[operator]
    return response


def _context(request: HttpRequest, account: PublicAccount | None, title: str) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(account) if account else None,
        "account": account,
        "opts": PublicAccount._meta,
    }
