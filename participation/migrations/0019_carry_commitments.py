"""What was promised before commitments had a table of their own becomes one of each.

One for each filing whose last published answer commits: its words are the beginning of the answer,
and it has no day, since none was asked for. What was said of the council's goes with it.
"""

from collections import Counter
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

LONGEST = 300
WITHOUT_WORDS = "No quedó escrito qué pasó."


def carry(apps: Any, _schema: Any) -> None:
    answers, commitments, changes, observations, entries = (
        apps.get_model("participation", name)
        for name in ("Answer", "Commitment", "CommitmentChange", "Observation", "RegisterEntry")
    )
    published = answers.objects.filter(published_at__isnull=False)
    last = published.filter(submission=OuterRef("submission")).order_by("-number")
    rows = published.filter(pk=Subquery(last.values("pk")[:1]), effect="commits")
    numbers: Counter[int] = Counter()
    for answer in rows.select_related("submission").order_by("published_at", "pk"):
        filing = answer.submission
        if filing.unit_id is None:
            continue
        year = answer.published_at.year
        numbers[year] += 1
        made = commitments.objects.create(
            year=year, number=numbers[year], code=f"COM-{year}-{numbers[year]:03d}",
            account_id=filing.account_id, origin="answer", submission=filing, answer=answer,
            text=beginning_of(answer.text), unit_id=filing.unit_id, figure=filing.figure,
            program=filing.program, promised_at=answer.published_at, is_demo=filing.is_demo,
        )  # fmt: skip
        changes.objects.create(
            commitment=made, version=0, act="promise", state="promised", at=answer.published_at,
            by_id=answer.published_by_id,
        )  # fmt: skip
        row = observations.objects.filter(filing=filing).first()
        if row is not None and row.is_kept is not None:
            said = entries.objects.filter(
                object_type="observation", object_id=row.code, act="say_kept"
            ).order_by("-pk").first()
            made.state = "kept" if row.is_kept else "not_kept"
            made.outcome = row.kept_note or WITHOUT_WORDS
            made.closed_at = said.at if said else answer.published_at
            made.version = 1
            made.save()
            changes.objects.create(
                commitment=made, version=1, act="keep" if row.is_kept else "not_keep",
                state=made.state, at=made.closed_at, said=made.outcome,
                by_id=(said.user_id if said else None) or answer.published_by_id,
            )  # fmt: skip


def beginning_of(text: str) -> str:
    """The first paragraph, as much as fits in a promise."""
    words = " ".join(text.strip().split("\n\n")[0].split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


class Migration(migrations.Migration):
    dependencies = [("participation", "0018_commitments")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
