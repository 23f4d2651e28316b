"""The desk of participation. Every change made here passes through `participation.actions`."""

from participation.admin import answers, messages, submissions
from participation.admin.desk import box
from programs.boxes import register_box

__all__ = ["answers", "messages", "submissions"]

register_box(box)
