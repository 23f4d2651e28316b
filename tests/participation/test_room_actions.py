"""The room's acts: inviting, reviewing a draft in its term, noting, writing together, proposing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from participation.actions import council_invitations as invitations
from participation.actions import council_notes as notes
from participation.actions import council_reviews as reviews
from participation.actions import council_writing as writing
from participation.actions.council_reading import read_draft
from participation.actions.holidays import add_holiday
from participation.council_reminders import close_late, remind_council
from participation.emails import NothingToSay, render
from participation.links import read_invitation_token
from participation.models import (
    CouncilInvitation,
    CouncilNote,
    CouncilReview,
    DraftCopy,
    Message,
    Observation,
    RegisterEntry,
)
from participation.room import belongs_in_room, last_reading, may_read_draft, quoted_at
from participation.transitions import Refused
from programs.actions.imports import import_account
from programs.models import PublicAccount, User
from programs.second_factor.policy import Step, step_of
from tests.factories import UserFactory
from tests.participation.council import (
    CouncillorFactory,
    MandateFactory,
    council_of_tests,
    observation_at,
    user_of,
)
from tests.participation.council_replies import reply_at
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    NOW,
    SECRETARY,
    account_of_tests,
    staff,
)
from tests.participation.room import (
    DRAFT,
    PARAGRAPH,
    YEAR,
    draft_account,
    review_of_tests,
    room_ledger,
)

pytestmark = pytest.mark.django_db
EMAIL = "juana@organizacion.cl"
PASSWORD = "una frase larga y propia"
TITLE = "No coinciden dos cifras"
TEXT = "Pedimos que la cuenta explique por qué dos de sus páginas dicen cifras distintas."
DUE = date(2026, 6, 24)  # ten business days after 10 June 2026
State = PublicAccount.CouncilState


def member(number: int = 0) -> User:
    return user_of(council_of_tests().members[number])


def someone_seated() -> Any:
    return MandateFactory(councillor=CouncillorFactory(name="Juana Pérez")).councillor


# -- the invitation


def test_an_invitation_reaches_an_address_that_nobody_had() -> None:
    councillor = someone_seated()

    invitation = invitations.invite_councillor(
        councillor, email=f" {EMAIL.upper()} ", by=staff(SECRETARY), now=NOW
    )

    with time_machine.travel(NOW, tick=False):
        mail = render(Message.objects.get(kind="council_invitation"))
    token = mail.body.split("/consejo/invitacion/")[1].split("/")[0]
    assert mail.to == [EMAIL]
    assert read_invitation_token(token) == invitation.uid
    assert EMAIL not in invitation.email_sealed
    assert EMAIL not in str(list(RegisterEntry.objects.values()))


def test_who_accepts_enters_with_what_they_chose_and_owes_the_second_factor() -> None:
    councillor = someone_seated()
    invitation = invitations.invite_councillor(
        councillor, email=EMAIL, by=staff(SECRETARY), now=NOW
    )
    may_enter_before = User.objects.get(email=EMAIL).has_usable_password()

    user = invitations.accept_invitation(
        invitation, name="Juana  Pérez Soto", password=PASSWORD, now=NOW
    )

    councillor.refresh_from_db()
    assert not may_enter_before
    assert councillor.user == user
    assert (user.full_name, user.is_staff, user.is_councillor) == ("Juana Pérez Soto", False, True)
    assert user.check_password(PASSWORD)
    assert step_of(user, {}) is Step.ENROLMENT


def test_a_link_works_once_and_for_a_week() -> None:
    secretary = staff(SECRETARY)
    one = invitations.invite_councillor(someone_seated(), email=EMAIL, by=secretary, now=NOW)
    invitations.accept_invitation(one, name="Juana", password=PASSWORD, now=NOW)
    other = invitations.invite_councillor(
        someone_seated(), email="otra@organizacion.cl", by=secretary, now=NOW
    )

    with pytest.raises(Refused, match="ya se usó"):
        invitations.accept_invitation(one, name="Juana", password=PASSWORD, now=NOW)
    with pytest.raises(Refused, match="venció"):
        invitations.accept_invitation(
            other, name="Otra", password=PASSWORD, now=NOW + invitations.OPEN_FOR
        )


def test_sending_again_closes_the_link_of_before_and_cancelling_closes_the_account() -> None:
    secretary = staff(SECRETARY)
    first = invitations.invite_councillor(someone_seated(), email=EMAIL, by=secretary, now=NOW)

    second = invitations.resend_invitation(first, by=secretary, now=NOW)
    is_open = User.objects.get(email=EMAIL).is_active
    invitations.cancel_invitation(second, by=secretary, now=NOW)

    assert is_open
    assert not User.objects.get(email=EMAIL).is_active
    assert CouncilInvitation.objects.filter(cancelled_at__isnull=False).count() == 2
    assert not CouncilInvitation.objects.exclude(email_sealed="").exists()
    assert not Message.objects.waiting().filter(kind="council_invitation").exists()
    with pytest.raises(Refused):
        invitations.accept_invitation(first, name="Juana", password=PASSWORD, now=NOW)


def test_a_new_invitation_is_the_way_back_and_keeps_what_was_written() -> None:
    user = member()
    review_of_tests()
    kept = notes.add_council_note(
        quoted_at(f"{DRAFT}cifras/"), text="Mirar esto", is_shared=False, by=user, now=NOW
    )
    invitation = invitations.invite_councillor(
        user.councillor, email="nuevo@organizacion.cl", by=staff(SECRETARY), now=NOW
    )

    again = invitations.accept_invitation(invitation, name="La misma", password=PASSWORD, now=NOW)

    assert again.pk == user.pk
    assert again.email == "nuevo@organizacion.cl"
    assert CouncilNote.objects.get(pk=kept.pk).user == again
    assert step_of(again, {}) is Step.ENROLMENT


@pytest.mark.parametrize("typed", ["", "juana", "a@b", "dos@uno.cl, tres@uno.cl", "\0@x.cl"])
def test_what_is_no_address_is_asked_again(typed: str) -> None:
    with pytest.raises(invitations.RefusedField) as refused:
        invitations.invite_councillor(someone_seated(), email=typed, by=staff(SECRETARY), now=NOW)

    assert refused.value.field == "email"


def test_an_account_that_was_closed_opens_by_its_new_link_and_not_by_its_old_password() -> None:
    user = member()
    user.set_password(PASSWORD)
    user.is_active = False
    user.save()

    invitations.invite_councillor(user.councillor, email=user.email, by=staff(SECRETARY), now=NOW)

    user.refresh_from_db()
    assert user.is_active
    assert not user.check_password(PASSWORD)


def test_staff_and_who_has_no_seat_are_not_invited() -> None:
    official = UserFactory(email="oficial@servicio.cl")

    with pytest.raises(Refused, match="no integra el Consejo"):
        invitations.invite_councillor(
            someone_seated(), email=official.email, by=staff(SECRETARY), now=NOW
        )
    with pytest.raises(Refused, match="período"):
        invitations.invite_councillor(
            CouncillorFactory(), email=EMAIL, by=staff(SECRETARY), now=NOW
        )
    with pytest.raises(Refused, match="permiso"):
        invitations.invite_councillor(someone_seated(), email=EMAIL, by=staff(MODERATOR), now=NOW)


def test_a_weak_password_or_no_name_uses_nothing_up() -> None:
    one = invitations.invite_councillor(someone_seated(), email=EMAIL, by=staff(SECRETARY), now=NOW)

    with pytest.raises(invitations.RefusedField) as weak:
        invitations.accept_invitation(one, name="Juana", password="12345678", now=NOW)
    with pytest.raises(invitations.RefusedField) as nameless:
        invitations.accept_invitation(one, name=" ", password=PASSWORD, now=NOW)

    assert (weak.value.field, nameless.value.field) == ("password", "name")
    assert invitations.accept_invitation(one, name="Juana", password=PASSWORD, now=NOW)


def test_a_mail_of_an_invitation_that_was_used_is_not_sent() -> None:
    one = invitations.invite_councillor(someone_seated(), email=EMAIL, by=staff(SECRETARY), now=NOW)
    invitations.accept_invitation(one, name="Juana", password=PASSWORD, now=NOW)

    with pytest.raises(NothingToSay):
        render(Message.objects.get(kind="council_invitation"))


# -- who belongs in the room


def test_the_room_is_for_who_holds_a_seat_that_day_and_never_for_staff() -> None:
    council = council_of_tests()
    last_day = NOW.replace(year=2027, month=2, day=28)

    assert belongs_in_room(user_of(council.alternate), NOW)
    assert belongs_in_room(member(), last_day)
    assert not belongs_in_room(member(), last_day + timedelta(days=1))
    assert not belongs_in_room(user_of(council.former), NOW)
    assert not belongs_in_room(staff(SECRETARY), NOW)
    assert not belongs_in_room(UserFactory(is_superuser=True), NOW)


def test_whoever_came_to_work_in_the_institution_stays_out_even_with_a_seat() -> None:
    user = member()
    user.is_staff = True
    user.save()

    assert not belongs_in_room(user, NOW)


# -- the review and its term


def test_opening_counts_ten_business_days_and_tells_every_councillor() -> None:
    review = review_of_tests()

    account = PublicAccount.objects.get(pk=review.account_id)
    assert (review.due_on, review.length) == (DUE, 10)
    assert account.council_state == State.REVIEWING
    assert Message.objects.filter(kind="council_review_opened").count() == 7
    assert RegisterEntry.objects.get(act="open_council_review").object_id == f"revision-{YEAR}"
    assert DraftCopy.objects.get().number == 1


def test_only_with_permission_once_and_with_a_council() -> None:
    account = draft_account()

    with pytest.raises(Refused, match="Nadie del Consejo"):
        reviews.open_council_review(account, by=staff(SECRETARY), now=NOW)
    council_of_tests()
    with pytest.raises(Refused, match="permiso"):
        reviews.open_council_review(account, by=staff(MODERATOR), now=NOW)
    reviews.open_council_review(account, by=staff(SECRETARY), now=NOW)
    with pytest.raises(Refused, match="ya se envió"):
        reviews.open_council_review(account, by=staff(SECRETARY), now=NOW)


def test_it_ends_in_silence_at_the_end_of_the_due_day_and_not_before() -> None:
    review = review_of_tests()

    at_the_end = close_late(review.due_at - timedelta(seconds=1))
    after = close_late(review.due_at)
    again = close_late(review.due_at + timedelta(days=1))

    review.refresh_from_db()
    assert (at_the_end, after, again) == (0, 1, 0)
    assert review.outcome == CouncilReview.Outcome.SILENCE
    assert PublicAccount.objects.get().council_state == State.SILENT
    assert RegisterEntry.objects.get(act="close_council_review").actor == "clock"


def test_what_the_acta_made_formal_in_time_waits_for_its_folio() -> None:
    review = review_of_tests()
    observation_at("formalised", account=review.account)

    assert close_late(review.due_at) == 0


def test_what_is_voted_and_not_signed_in_time_is_silence() -> None:
    review = review_of_tests()
    observation_at("approved", account=review.account)

    assert close_late(review.due_at) == 1


def test_without_observations_it_ends_clear_and_the_account_may_go_on() -> None:
    review = review_of_tests()

    ended = reviews.council_cleared(review.account, by=staff(SECRETARY), now=NOW)
    again = reviews.council_cleared(review.account, by=staff(SECRETARY), now=NOW)

    account = PublicAccount.objects.get()
    assert (ended, again) == (True, False)
    assert account.council_state == State.ANSWERED
    assert account.council_record["outcome"] == "clear"


def test_it_is_not_clear_while_an_observation_waits() -> None:
    review = review_of_tests()
    observation_at("proposed", account=review.account)

    assert not reviews.council_cleared(review.account, by=staff(SECRETARY), now=NOW)
    assert not reviews.council_gave_opinion(review, by=staff(SECRETARY), now=NOW)


def test_the_council_is_reminded_twice_however_often_the_beat_looks() -> None:
    review_of_tests()
    days = [NOW + timedelta(days=n) for n in (1, 9, 9, 12, 13, 13)]  # 10 June is a Wednesday

    told = [remind_council(day) for day in days]

    assert told == [0, 1, 0, 0, 1, 0]
    assert Message.objects.filter(kind="council_review_due").count() == 14


def test_a_new_holiday_moves_the_term_and_says_why() -> None:
    review = review_of_tests()

    changed = add_holiday(
        day=date(2026, 6, 18), name="Feriado de prueba", law="Ley 1", by=staff(COORDINATOR),
        now=NOW,
    )  # fmt: skip

    review.refresh_from_db()
    entry = RegisterEntry.objects.get(act="recompute")
    assert changed.terms == 1
    assert review.due_on == date(2026, 6, 25)
    assert entry.detail["old_due_on"] == DUE.isoformat()
    assert Message.objects.filter(kind="council_review_moved").count() == 7


# -- reading the draft


def test_the_draft_is_read_while_its_review_is_open_and_only_then() -> None:
    account = draft_account()
    council_of_tests()
    before = may_read_draft(member(), account, NOW)
    review = reviews.open_council_review(account, by=staff(SECRETARY), now=NOW)

    during = may_read_draft(member(), account, NOW)
    close_late(review.due_at)

    assert (before, during) == (False, True)
    assert not may_read_draft(member(), account, review.due_at)
    assert not may_read_draft(staff(SECRETARY), account, NOW)
    with pytest.raises(Refused):
        read_draft(account, by=member(), now=review.due_at)


def test_the_same_content_is_kept_once_and_a_change_is_another_copy() -> None:
    review = review_of_tests()
    read_draft(review.account, by=member(), now=NOW)
    read_draft(review.account, by=member(1), now=NOW)
    copies = DraftCopy.objects.count()
    import_account(
        room_ledger("Otro título"), by=UserFactory(role="Edición de datos"), now=NOW, origin="x"
    )

    again = read_draft(review.account, by=member(), now=NOW + timedelta(hours=1))

    assert copies == 1
    assert DraftCopy.objects.count() == 2
    assert again.before is not None
    assert again.before.copy.number == 1
    assert last_reading(review.account, member(1)).copy.number == 1  # type: ignore[union-attr]


# -- places


def test_a_paragraph_a_row_a_figure_and_a_chapter_are_quoted_as_they_read() -> None:
    review = review_of_tests()
    chapter = room_ledger().chapters[0].slug
    figure = room_ledger().figures[0].key

    paragraph = quoted_at(f"{DRAFT}capitulos/{chapter}/#p2").subject
    row = quoted_at(f"{DRAFT}tablas/una/#una-arica").subject
    number = quoted_at(f"{DRAFT}cifras/{figure}/").subject

    assert (paragraph.kind, PARAGRAPH in paragraph.place) == ("un párrafo", True)
    assert "{cifra" not in paragraph.place
    assert row.place == "Fila «Arica»"
    assert number.figure == figure
    assert quoted_at(f"{DRAFT}capitulos/{chapter}/").subject.kind == "un capítulo"
    assert quoted_at(DRAFT).account == review.account


@pytest.mark.parametrize(
    "address", ["", "x", f"{DRAFT}cifras/no-hay/", "/cuentas/2022/ediciones/9/", "\0", "/" * 900]
)
def test_an_address_of_nothing_is_refused(address: str) -> None:
    review_of_tests()

    with pytest.raises(Refused):
        quoted_at(address)


# -- notes


def test_only_who_wrote_a_note_changes_or_erases_it() -> None:
    review_of_tests()
    mine = notes.add_council_note(
        quoted_at(f"{DRAFT}cifras/"), text="Mirar", is_shared=True, by=member(), now=NOW
    )

    with pytest.raises(Refused, match="Solo quien escribió"):
        notes.delete_council_note(mine, by=member(1), now=NOW)
    changed = notes.change_council_note(
        mine, text="Mirar bien", is_shared=False, by=member(), now=NOW
    )
    notes.delete_council_note(changed, by=member(), now=NOW)

    assert not CouncilNote.objects.exists()
    assert not RegisterEntry.objects.exclude(act="open_council_review").exists()


@pytest.mark.parametrize("text", ["", " \n\0 ", "x" * 4_001])
def test_a_note_says_something_and_not_too_much(text: str) -> None:
    review_of_tests()

    with pytest.raises(Refused):
        notes.add_council_note(quoted_at(DRAFT), text=text, is_shared=False, by=member(), now=NOW)


# -- writing together


def begun(**more: Any) -> Observation:
    review = CouncilReview.objects.first() or review_of_tests()
    values = {"title": TITLE, "text": TEXT, "by": member(), "now": NOW, **more}
    return writing.begin_observation(review.account, **values)


def test_what_is_begun_is_nobody_elses_until_it_is_proposed() -> None:
    one = begun(places=(quoted_at(f"{DRAFT}cifras/"),)) if review_of_tests() else None
    assert one is not None

    hidden = Observation.objects.proposed().exists()
    entries = RegisterEntry.objects.filter(object_type="observation").count()
    proposed = writing.propose_observation(one, expected_version=one.version, by=member(1), now=NOW)

    assert (hidden, entries) == (False, 0)
    assert proposed.code == "OBS-2026-001"
    assert proposed.proposed_by == council_of_tests().members[1]
    assert list(Observation.objects.proposed()) == [proposed]
    assert RegisterEntry.objects.get(object_type="observation").object_id == "OBS-2026-001"


def test_two_who_write_at_once_lose_nothing() -> None:
    one = begun()
    read = one.version
    first = writing.save_observation(
        one, title=TITLE, text=f"{TEXT} Primero.", expected_version=read, by=member(), now=NOW
    )

    with pytest.raises(writing.WrittenMeanwhile) as refused:
        writing.save_observation(
            one, title=TITLE, text=f"{TEXT} Segundo.", expected_version=read, by=member(1),
            now=NOW,
        )  # fmt: skip

    assert refused.value.current.text.endswith("Primero.")
    assert first.versions.count() == 2


def test_saving_the_same_words_makes_no_version() -> None:
    one = begun()

    writing.save_observation(
        one, title=TITLE, text=TEXT, expected_version=one.version, by=member(), now=NOW
    )

    assert one.versions.count() == 1


def test_places_are_kept_with_each_version_and_cited_once() -> None:
    one = begun()
    place = quoted_at(f"{DRAFT}cifras/")
    with_place = writing.add_observation_place(one, place, by=member(), now=NOW)

    with pytest.raises(Refused, match="ya está citado"):
        writing.add_observation_place(one, place, by=member(), now=NOW)
    writing.remove_observation_place(with_place, position=1, by=member(), now=NOW)
    writing.remove_observation_place(with_place, position=1, by=member(), now=NOW)

    assert [each.places for each in one.versions.all()] == [[], ["cifras/"], []]
    assert not one.places.exists()


def test_a_proposal_goes_back_to_the_room_and_keeps_its_code() -> None:
    one = begun()
    proposed = writing.propose_observation(one, expected_version=one.version, by=member(), now=NOW)
    back = writing.return_observation(proposed, by=member(1), now=NOW)

    again = writing.propose_observation(back, expected_version=back.version, by=member(1), now=NOW)

    assert not Observation.objects.proposed().filter(state="draft").exists()
    assert again.code == proposed.code == "OBS-2026-001"


def test_an_observation_is_withdrawn_by_who_wrote_it_or_presides() -> None:
    one, other = begun(), begun()

    with pytest.raises(Refused, match="La retira quien"):
        writing.take_back_observation(one, by=member(3), now=NOW)
    mine = writing.take_back_observation(one, by=member(), now=NOW)
    presided = writing.take_back_observation(
        other, by=user_of(council_of_tests().presidency), now=NOW
    )

    assert (mine.state, presided.state) == ("withdrawn", "withdrawn")


def test_what_is_about_the_draft_is_proposed_within_the_review() -> None:
    one = begun()
    close_late(CouncilReview.objects.get().due_at)

    with pytest.raises(Refused, match="mientras el Consejo lo revisa"):
        writing.propose_observation(one, expected_version=one.version, by=member(), now=NOW)
    with pytest.raises(Refused, match="mientras el Consejo lo revisa"):
        begun()


def test_it_says_enough_before_it_is_proposed() -> None:
    one = begun(text="Muy corta.")

    with pytest.raises(Refused, match="Explique un poco más"):
        writing.propose_observation(one, expected_version=one.version, by=member(), now=NOW)


@pytest.mark.parametrize("who", ["former", "secretary", "boss"])
def test_only_a_seat_of_today_writes(who: str) -> None:
    one = begun()
    people = {
        "former": user_of(council_of_tests().former), "secretary": staff(SECRETARY),
        "boss": UserFactory(is_superuser=True),
    }  # fmt: skip
    by = people[who]

    with pytest.raises(Refused):
        begun(by=by)
    with pytest.raises(Refused):
        writing.save_observation(
            one, title=TITLE, text=TEXT, expected_version=one.version, by=by, now=NOW
        )
    with pytest.raises(Refused):
        writing.propose_observation(one, expected_version=one.version, by=by, now=NOW)
    with pytest.raises(Refused):
        notes.add_council_note(quoted_at(DRAFT), text="x", is_shared=True, by=by, now=NOW)


def test_what_is_not_answered_is_not_insisted_on() -> None:
    with pytest.raises(Refused, match="ya fue respondida"):
        begun(insists_on=observation_at("proposed", account=account_of_tests()))


def test_an_insistence_that_is_withdrawn_does_not_use_up_the_only_one() -> None:
    first = reply_at("answered", effect="rejects")
    made = begun(insists_on=first)
    writing.take_back_observation(made, by=member(), now=NOW)

    again = begun(insists_on=first)

    assert again.insists_on == first


def test_a_place_of_another_draft_or_edition_is_refused() -> None:
    one = begun()
    elsewhere = replace(quoted_at(DRAFT), account=PublicAccount(pk=0))

    with pytest.raises(Refused, match="cite lugares de ahí"):
        writing.add_observation_place(one, elsewhere, by=member(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_get_two_numbers() -> None:
    one, other = begun(), begun()
    people = [member(), member(1)]

    def propose(case: tuple[Observation, User]) -> str:
        try:
            made = writing.propose_observation(
                case[0], expected_version=case[0].version, by=case[1], now=NOW
            )
            return str(made.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(propose, zip((one, other), people, strict=True)))

    assert codes == ["OBS-2026-001", "OBS-2026-002"]


@pytest.mark.django_db(transaction=True)
def test_two_who_read_at_once_keep_one_copy() -> None:
    review = review_of_tests()
    import_account(
        room_ledger("Otro título"), by=UserFactory(role="Edición de datos"), now=NOW, origin="x"
    )
    people = [member(), member(1)]

    def read(user: User) -> int:
        try:
            return read_draft(review.account, by=user, now=NOW).copy.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        copies = set(pool.map(read, people))

    assert len(copies) == 1
