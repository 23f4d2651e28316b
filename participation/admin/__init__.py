"""The desk of participation. Every change made here passes through `participation.actions`."""

from participation.admin import answers, messages, people, rules, submissions
from participation.admin.desk import box
from programs.boxes import register_box

__all__ = ["answers", "messages", "people", "rules", "submissions"]

register_box(box)
