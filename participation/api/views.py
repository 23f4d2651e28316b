"""What is public of participation: submissions, answers and the register."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from participation.api import serializers as shapes
from participation.api.keyset import Sorting, day, instant, page_of, whole
from participation.api.queries import AnswerQuery, RegisterQuery, SubmissionQuery, narrowed
from participation.api.register_serializers import EntrySerializer
from participation.deadlines import CHILE
from participation.folios import read_folio
from participation.models import Answer, RegisterEntry, Submission
from participation.models.submissions import SubmissionQuerySet
from programs.api.base import LiveView
from programs.api.pages import envelope
from programs.api.problems import Problem
from programs.api.queries import USUAL, FieldsQuery, Query, only

LONGEST_KEY = 18  # digits


class Shaped(LiveView):
    """With rows of one shape."""

    serializer_class: ClassVar[type[serializers.Serializer]]

    def field_names(self) -> tuple[str, ...]:
        return tuple(self.serializer_class().fields)

    def sent(self, row: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
        today = timezone.now().astimezone(CHILE).date()
        shown = self.serializer_class(row, context={"today": today})
        return only(dict(shown.data), asked.get("fields"))


class KeyedList(Shaped):
    """A list of the database, cut by keys."""

    orders: ClassVar[Mapping[str, Sorting]]

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        raise NotImplementedError

    def answer(self, asked: dict[str, Any], **_: Any) -> Any:
        order = asked.get("order") or next(iter(self.orders))
        page = page_of(
            self.rows(asked, order), order, self.orders[order], asked.get("cursor", ""),
            asked.get("limit", USUAL),
        )  # fmt: skip
        rows = [self.sent(row, asked) for row in page.rows]
        return envelope(self.request, rows, page.next, page.previous)


def public_submissions() -> SubmissionQuerySet:
    """The only door: what anyone may read, with what is shown beside it."""
    rows = Submission.objects.public().select_related(
        "account", "edition__account", "group_head", "follows"
    )
    return rows.defer("search", "group_head__search", "follows__search")


def one_with_folio(text: str) -> Submission:
    """The public submission of that folio. Raises Problem where nobody may read one."""
    try:
        written = str(read_folio(text))
    except ValueError:
        raise Problem("no-encontrado") from None
    row = public_submissions().filter(folio=written).first()
    if row is None:
        raise Problem("no-encontrado")
    return row


class SubmissionList(KeyedList):
    serializer_class = shapes.SubmissionSerializer
    query_class = SubmissionQuery
    orders: ClassVar = {
        "-published_at": Sorting(("published_at", "pk"), (instant, whole), is_descending=True),
        "-supports": Sorting(("support_count", "pk"), (whole, whole), is_descending=True),
        "due_on": Sorting(("due_on", "pk"), (day, whole), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        today = timezone.now().astimezone(CHILE).date()
        found = narrowed(public_submissions(), asked, today)
        return found.owed() if order == "due_on" else found


class SubmissionDetail(Shaped):
    serializer_class = shapes.SubmissionSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        return self.sent(one_with_folio(kwargs["folio"]), asked)


def public_answers() -> QuerySet[Answer]:
    """Published versions of the answers to what anyone may read."""
    rows = Answer.objects.published().filter(submission__in=Submission.objects.public().order_by())
    return rows.select_related("submission").defer("submission__search")


class AnswerList(KeyedList):
    serializer_class = shapes.AnswerSerializer
    query_class = AnswerQuery
    orders: ClassVar = {
        "-published_at": Sorting(("published_at", "pk"), (instant, whole), is_descending=True),
        "published_at": Sorting(("published_at", "pk"), (instant, whole), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        rows = public_answers()
        if "submission" in asked:
            rows = rows.filter(submission__in=_answered_with(asked["submission"]))
        if "effect" in asked:
            rows = rows.filter(effect=asked["effect"])
        if "year" in asked:
            rows = rows.filter(submission__account__account_year=asked["year"])
        return rows


def _answered_with(folio: str) -> list[int]:
    """The submission and, where it was grouped, the one whose answer is its own too."""
    found = Submission.objects.public().filter(folio=folio)
    return [pk for keys in found.values_list("pk", "group_head_id") for pk in keys if pk]


class AnswerDetail(Shaped):
    serializer_class = shapes.AnswerSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        number = kwargs["number"]
        if not (number.isascii() and number.isdecimal() and len(number) < 5):
            raise Problem("no-encontrado")
        submission = one_with_folio(kwargs["folio"])
        row = public_answers().filter(submission=submission, number=int(number)).first()
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)


class RegisterList(KeyedList):
    serializer_class = EntrySerializer
    query_class = RegisterQuery
    orders: ClassVar = {
        "-id": Sorting(("pk",), (whole,), is_descending=True),
        "id": Sorting(("pk",), (whole,), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        rows = RegisterEntry.objects.select_related("seal")
        if "submission" in asked:
            rows = rows.filter(object_type="submission", object_id=asked["submission"])
        return rows


class RegisterDetail(Shaped):
    serializer_class = EntrySerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        key = kwargs["key"]
        if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY):
            raise Problem("no-encontrado")
        row = RegisterEntry.objects.select_related("seal").filter(pk=int(key)).first()
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)
