"""The desk of participation. Every change made here passes through `participation.actions`."""

from participation.admin import messages as messages
