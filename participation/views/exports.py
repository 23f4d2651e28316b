"""Public questions, answers and the register, to take away: they end with a total."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.deadlines import CHILE
from participation.exports import (
    Export,
    answers_export,
    csv_lines,
    json_lines,
    questions_export,
    register_export,
)
from participation.filters import QuestionFilter
from participation.links import absolute
from participation.models import Submission
from participation.views.limited import limited_export
from participation.views.plain import plain_refusal
from participation.views.questions import asked_in, troubles_in
from participation.views.whole import no_file, whole_file

Make = Callable[[dict[str, str]], Export]


def _questions(asked: dict[str, str]) -> Export:
    """The questions that the list would show, without its pages."""
    today = timezone.now().astimezone(CHILE).date()
    return questions_export(
        QuestionFilter(asked, Submission.objects.public().of_people(), today=today).qs
    )


def _answers(asked: dict[str, str]) -> Export:
    today = timezone.now().astimezone(CHILE).date()
    return answers_export(
        QuestionFilter(asked, Submission.objects.public().of_people(), today=today).qs
    )


def _answer(request: HttpRequest, make: Make, kind: str) -> HttpResponseBase:
    """The export, narrowed as the list is; what cannot be asked for answers 400."""
    asked = asked_in(request.GET)
    asked = {name: value for name, value in asked.items() if name not in ("orden", "despues")}
    if troubles := troubles_in(asked):
        return plain_refusal(troubles)
    export = make(asked)
    content_type = "text/csv; charset=utf-8" if kind == "csv" else "application/json"
    name = f"{export.name}.{kind}"
    if request.method == "HEAD":
        return no_file(content_type=content_type, name=name)
    return whole_file(_pieces(request, export, kind), content_type=content_type, name=name)


def _pieces(request: HttpRequest, export: Export, kind: str) -> Iterable[bytes]:
    if kind == "csv":
        return csv_lines(export, with_mark=request.GET.get("bom") == "1")
    about = {"titulo": export.name, "direccion": absolute(request.get_full_path())}
    return json_lines(export, about)


@require_safe
@limited_export
def questions_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every public question, or those that the list's filters leave."""
    return _answer(request, _questions, kind)


@require_safe
@limited_export
def answers_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every signed answer to those questions."""
    return _answer(request, _answers, kind)


@require_safe
@limited_export
def register_file(request: HttpRequest) -> HttpResponseBase:
    """Every sealed entry of the register."""
    return _answer(request, lambda _asked: register_export(), "csv")
