"""The tables of participation."""

from participation.models.answers import Answer, Note
from participation.models.commitments import Commitment, CommitmentChange, Milestone
from participation.models.councillors import (
    CouncilInvitation,
    Councillor,
    CouncilRule,
    Mandate,
    Organisation,
    Stratum,
)
from participation.models.counts import CountBatch
from participation.models.desk import CannedParagraph, DeskView
from participation.models.files import AskDraft, Attachment
from participation.models.hearing_people import HearingArrival, HearingRegistration
from participation.models.hearing_questions import HearingQuestion
from participation.models.hearings import Hearing, HearingActa, HearingCall
from participation.models.limits import Limit, LimitUse
from participation.models.messages import Message, Pulse
from participation.models.observations import (
    CouncilNote,
    CouncilReview,
    Dissent,
    DraftCopy,
    DraftReading,
    Observation,
    ObservationPlace,
    ObservationVersion,
)
from participation.models.people import (
    Authorship,
    IdentityReading,
    Person,
    SealedOriginal,
    Subscription,
    Support,
)
from participation.models.performance import PerformanceCount, Satisfaction, SatisfactionClose
from participation.models.privacy import DataRequest, Retention
from participation.models.process import CalendarChange, MissedDate
from participation.models.register import RegisterEntry, RegisterSeal
from participation.models.reports import AnswerReport, ReportFile, ReportRow
from participation.models.rules import ClockRule, Holiday, RefusalReason, Unit, Window
from participation.models.sessions import (
    Acta,
    AgendaItem,
    Attendance,
    Ballot,
    CouncilSession,
    Vote,
)
from participation.models.submissions import FolioCounter, Submission
from participation.models.terms import Deadline, DeadlineChange

__all__ = [
    "Acta",
    "AgendaItem",
    "Answer",
    "AnswerReport",
    "AskDraft",
    "Attachment",
    "Attendance",
    "Authorship",
    "Ballot",
    "CalendarChange",
    "CannedParagraph",
    "ClockRule",
    "Commitment",
    "CommitmentChange",
    "CouncilInvitation",
    "CouncilNote",
    "CouncilReview",
    "CouncilRule",
    "CouncilSession",
    "Councillor",
    "CountBatch",
    "DataRequest",
    "Deadline",
    "DeadlineChange",
    "DeskView",
    "Dissent",
    "DraftCopy",
    "DraftReading",
    "FolioCounter",
    "Hearing",
    "HearingActa",
    "HearingArrival",
    "HearingCall",
    "HearingQuestion",
    "HearingRegistration",
    "Holiday",
    "IdentityReading",
    "Limit",
    "LimitUse",
    "Mandate",
    "Message",
    "Milestone",
    "MissedDate",
    "Note",
    "Observation",
    "ObservationPlace",
    "ObservationVersion",
    "Organisation",
    "PerformanceCount",
    "Person",
    "Pulse",
    "RefusalReason",
    "RegisterEntry",
    "RegisterSeal",
    "ReportFile",
    "ReportRow",
    "Retention",
    "Satisfaction",
    "SatisfactionClose",
    "SealedOriginal",
    "Stratum",
    "Submission",
    "Subscription",
    "Support",
    "Unit",
    "Vote",
    "Window",
]
