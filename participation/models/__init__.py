"""The tables of participation."""

from participation.models.answers import Answer, Note
from participation.models.files import AskDraft, Attachment
from participation.models.limits import Limit, LimitUse
from participation.models.messages import Message, Pulse
from participation.models.people import (
    Authorship,
    IdentityReading,
    Person,
    SealedOriginal,
    Subscription,
    Support,
)
from participation.models.privacy import DataRequest, Retention
from participation.models.register import RegisterEntry, RegisterSeal
from participation.models.rules import ClockRule, Holiday, RefusalReason, Unit, Window
from participation.models.submissions import FolioCounter, Submission
from participation.models.terms import Deadline, DeadlineChange

__all__ = [
    "Answer",
    "AskDraft",
    "Attachment",
    "Authorship",
    "ClockRule",
    "DataRequest",
    "Deadline",
    "DeadlineChange",
    "FolioCounter",
    "Holiday",
    "IdentityReading",
    "Limit",
    "LimitUse",
    "Message",
    "Note",
    "Person",
    "Pulse",
    "RefusalReason",
    "RegisterEntry",
    "RegisterSeal",
    "Retention",
    "SealedOriginal",
    "Submission",
    "Subscription",
    "Support",
    "Unit",
    "Window",
]
