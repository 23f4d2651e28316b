"""The council of the demonstration: invented people in invented organisations, by the real acts.

By the day it is first loaded it has a vacancy, an alternate, a term that was renewed and one about
to end; an observation on the published edition with its reply; a review of the next draft that is
open, with one observation in vote and one still being written in the room.
"""

from collections.abc import Mapping
from datetime import datetime

from cuenta import demo_council_words as words
from cuenta.demo_council_people import Play, as_sitter, by_staff, constitute, mandate_of
from cuenta.demo_council_words import ANA, CARMEN, ELENA, LUIS, PEDRO, TOMAS, Sitter
from cuenta.demo_draft import empty_draft
from cuenta.demo_script import Script, person
from cuenta.demo_users import HEAD, MANAGER, REVIEWER, SECRETARY, WRITER
from participation.actions import (
    answers,
    council_actas,
    council_attendance,
    council_ballots,
    council_notes,
    council_reading,
    council_reviews,
    council_sessions,
    council_writing,
    handling,
)
from participation.actions.council_filing import file_observation
from participation.actions.council_sessions import Point
from participation.models import AgendaItem, Ballot, Mandate, Unit
from participation.room import quoted_at
from programs.actions.imports import import_account
from programs.drafts import ledger_of

EDITOR = "datos@demo.invalid"
MET, REVIEWED = 64, 6  # business days ago
ROOM = "Salón de la demostración"
LINK = "https://reunion.invalid/consejo"


def plan_council(script: Script, passwords: Mapping[str, str]) -> None:
    """Add the council's acts to the script; nothing where there is a council already."""
    if Mandate.objects.exists():
        return
    play = Play(script, passwords)
    constitute(play)
    _observe_the_edition(play)
    _meet_about_it(play)
    _answer_it(play)
    _review_the_draft(play)


# --- the observation that was answered --------------------------------------------------------


def _observe_the_edition(play: Play) -> None:
    def begin(now: datetime) -> None:
        place = quoted_at(words.TOTALS_PLACE)
        council_notes.add_council_note(
            place, text=words.TOTALS_NOTE, is_shared=True, **as_sitter(ANA, now)
        )
        made = council_writing.begin_observation(
            play.script.account, title=words.TOTALS_TITLE, text=words.TOTALS_FIRST,
            edition=place.edition, places=[place], **as_sitter(ANA, now),
        )  # fmt: skip
        play.keep("totals", made)

    def save(now: datetime) -> None:
        held = play.observation("totals")
        council_writing.save_observation(
            held, title=words.TOTALS_TITLE, text=words.TOTALS_TEXT,
            expected_version=held.version, **as_sitter(LUIS, now),
        )  # fmt: skip

    play.then(76, 20, 15, begin)
    play.then(74, 21, 5, save)
    play.then(73, 9, 30, lambda now: _propose(play, "totals", ANA, now))


def _propose(play: Play, name: str, sitter: Sitter, now: datetime) -> None:
    held = play.observation(name)
    council_writing.propose_observation(
        held, expected_version=held.version, **as_sitter(sitter, now)
    )


def _meet_about_it(play: Play) -> None:
    opens = play.script.at(MET, 10)

    def call(now: datetime) -> None:
        made = council_sessions.call_session(
            mode="mixed", starts_at=opens, place=ROOM, link=LINK, account=play.script.account,
            agenda=[Point("Lectura de la cuenta publicada"),
                    Point(observation=play.observation("totals"))],
            is_demo=True, **by_staff(SECRETARY, now),
        )  # fmt: skip
        play.keep("first", made)

    def sit(now: datetime) -> None:
        for sitter in words.TITULARS:
            mode = "remote" if sitter is PEDRO else "in_person"
            council_attendance.record_arrival(
                play.session("first"), mandate_of(sitter), mode=mode, **by_staff(SECRETARY, now)
            )
        council_attendance.open_session(play.session("first"), **by_staff(SECRETARY, now))

    def vote(now: datetime) -> None:
        item = AgendaItem.objects.get(observation=play.observation("totals"))
        ballot = council_ballots.open_ballot(item, **by_staff(SECRETARY, now))
        for sitter in (ELENA, TOMAS, CARMEN, LUIS, ANA):
            against = sitter is TOMAS
            council_ballots.cast_vote(
                ballot, "against" if against else "for", **as_sitter(sitter, now)
            )
        council_ballots.cast_vote(ballot, "abstain", **as_sitter(PEDRO, now))
        council_ballots.close_ballot(ballot, **by_staff(SECRETARY, now))
        council_ballots.add_dissent(
            play.observation("totals"), text=words.TOTALS_DISSENT, **as_sitter(TOMAS, now)
        )

    def end(now: datetime) -> None:
        first = AgendaItem.objects.get(session=play.session("first"), position=1)
        council_actas.write_minutes(
            first, text="Se leyó la cuenta publicada, tabla por tabla. (Demostración.)",
            **by_staff(SECRETARY, now),
        )  # fmt: skip
        council_actas.close_session(play.session("first"), **by_staff(SECRETARY, now))

    play.then(MET + 8, 15, 0, call)
    play.then(MET, 10, 0, sit)
    play.then(MET, 10, 40, vote)
    play.then(MET, 11, 30, end)
    play.then(MET - 1, 12, 0, lambda now: council_actas.sign_acta_as_secretary(
        play.session("first"), **by_staff(SECRETARY, now)))  # fmt: skip
    play.then(MET - 1, 18, 0, lambda now: council_actas.sign_acta_as_chair(
        play.session("first"), **as_sitter(ELENA, now)))  # fmt: skip


def _answer_it(play: Play) -> None:
    play.then(MET - 2, 9, 30, lambda now: file_observation(
        play.observation("totals"), **by_staff(SECRETARY, now)))  # fmt: skip
    play.then(MET - 3, 10, 0, lambda now: handling.assign_submission(
        play.filing(), unit=Unit.objects.get(slug="estudios"), user=person(WRITER),
        **by_staff(MANAGER, now)))  # fmt: skip
    play.then(MET - 8, 16, 0, lambda now: answers.save_answer(
        play.filing(), text=words.TOTALS_REPLY, effect="accepts_part", figures=[],
        **by_staff(WRITER, now)))  # fmt: skip
    play.then(MET - 9, 10, 0, lambda now: answers.send_answer_to_review(
        play.filing(), **by_staff(WRITER, now)))  # fmt: skip
    play.then(MET - 11, 12, 0, lambda now: answers.review_answer(
        play.filing(), **by_staff(REVIEWER, now)))  # fmt: skip
    play.then(MET - 14, 17, 0, lambda now: answers.publish_answer(
        play.filing(), **by_staff(HEAD, now)))  # fmt: skip


# --- the review that is open ------------------------------------------------------------------


def _review_the_draft(play: Play) -> None:
    def open_draft(now: datetime) -> None:
        made = import_account(
            empty_draft(ledger_of(play.script.account)), by=person(EDITOR), now=now,
            origin="demostración, sin cifras",
        )  # fmt: skip
        play.keep("draft", made)

    play.then(REVIEWED + 1, 9, 0, open_draft)
    play.then(REVIEWED, 9, 30, lambda now: council_reviews.open_council_review(
        play.draft(), **by_staff(SECRETARY, now)))  # fmt: skip
    for hour, sitter in ((19, CARMEN), (20, LUIS), (21, ANA)):
        play.then(REVIEWED, hour, 0, lambda now, sitter=sitter: council_reading.read_draft(
            play.draft(), **as_sitter(sitter, now)))  # fmt: skip
    play.then(
        5,
        20,
        0,
        lambda now: _begin(
            play, "blanks", words.BLANKS_PLACE, words.BLANKS_TITLE, words.BLANKS_TEXT, LUIS, now
        ),
    )
    play.then(4, 9, 0, lambda now: _propose(play, "blanks", LUIS, now))
    play.then(
        4,
        20,
        0,
        lambda now: _begin(
            play, "gender", words.GENDER_PLACE, words.GENDER_TITLE, words.GENDER_FIRST, CARMEN, now
        ),
    )
    play.then(3, 10, 0, lambda now: _call_second(play, now))
    play.then(2, 21, 0, lambda now: _rewrite(play, now))
    play.then(0, 10, 0, lambda now: _vote_second(play, now))


def _begin(
    play: Play, name: str, address: str, title: str, text: str, sitter: Sitter, now: datetime
) -> None:
    made = council_writing.begin_observation(
        play.draft(), title=title, text=text, places=[quoted_at(address)], **as_sitter(sitter, now)
    )
    play.keep(name, made)


def _rewrite(play: Play, now: datetime) -> None:
    held = play.observation("gender")
    council_notes.add_council_note(
        quoted_at(words.GENDER_PLACE), text=words.GENDER_NOTE, is_shared=True, **as_sitter(ANA, now)
    )
    council_writing.save_observation(
        held, title=words.GENDER_TITLE, text=words.GENDER_SECOND,
        expected_version=held.version, **as_sitter(ANA, now),
    )  # fmt: skip


def _call_second(play: Play, now: datetime) -> None:
    made = council_sessions.call_session(
        kind="extraordinary", mode="remote", starts_at=play.script.at(0, 10),
        link=LINK,
        reason="El plazo para opinar sobre el borrador termina en pocos días.",
        account=play.draft(), agenda=[Point(observation=play.observation("blanks"))],
        is_demo=True, **by_staff(SECRETARY, now),
    )  # fmt: skip
    play.keep("second", made)


def _vote_second(play: Play, now: datetime) -> None:
    """The session of today: it is open and three have voted."""
    for sitter in (ELENA, TOMAS, CARMEN, LUIS, ANA):
        council_attendance.record_arrival(
            play.session("second"), mandate_of(sitter), mode="remote", **by_staff(SECRETARY, now)
        )
    council_attendance.open_session(play.session("second"), **by_staff(SECRETARY, now))
    item = AgendaItem.objects.get(observation=play.observation("blanks"))
    ballot: Ballot = council_ballots.open_ballot(item, **by_staff(SECRETARY, now))
    for sitter in (TOMAS, LUIS, ANA):
        council_ballots.cast_vote(ballot, "for", **as_sitter(sitter, now))
