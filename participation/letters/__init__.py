"""The words of every message: one function a kind. Importing this registers them all."""

from participation.emails import KINDS
from participation.letters import (
    authors,
    commitments,
    council_registry,
    council_replies,
    council_room,
    followers,
    hearings,
    privacy,
    process,
    sessions,
    staff,
)

__all__ = [
    "KINDS",
    "authors",
    "commitments",
    "council_registry",
    "council_replies",
    "council_room",
    "followers",
    "hearings",
    "privacy",
    "process",
    "sessions",
    "staff",
]
