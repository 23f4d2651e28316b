"""The desk of participation. Every change made here passes through `participation.actions`."""

from participation.admin import (
    answers,
    calendar,
    commitments,
    council_box,
    council_registry,
    council_room,
    hearings,
    messages,
    paragraphs,
    people,
    reports,
    rules,
    sessions,
    submissions,
)
from participation.admin.home import box
from programs.boxes import register_box

__all__ = [
    "answers",
    "calendar",
    "commitments",
    "council_registry",
    "council_room",
    "hearings",
    "messages",
    "paragraphs",
    "people",
    "reports",
    "rules",
    "sessions",
    "submissions",
]

register_box(box)
register_box(council_box.box)
