"""Where the pages of a version are read: in public, or at the desk before it is published."""

from dataclasses import dataclass

from participation.models import AnswerReport


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses below which its pages and its files are. Of a draft, `desk` is its page in the
    admin and `changes` what would change in it; both are empty in public."""

    root: str
    files: str
    desk: str = ""
    changes: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether only the staff read here."""
        return bool(self.desk)


def public_place(report: AnswerReport) -> Place:
    """Where anyone reads it."""
    return Place(report.address, f"{report.address}archivos/")
