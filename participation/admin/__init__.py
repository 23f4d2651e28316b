"""The desk of participation. Every change made here passes through `participation.actions`."""

from participation.admin import answers, messages, rules, submissions
from participation.admin.desk import box
from programs.boxes import register_box

__all__ = ["answers", "messages", "rules", "submissions"]

register_box(box)
