"""The words of every message: one function a kind. Importing this registers them all."""

from participation.emails import KINDS
from participation.letters import authors, followers, privacy, sessions, staff

__all__ = ["KINDS", "authors", "followers", "privacy", "sessions", "staff"]
