"""How often one may do something, and that nobody is ever left without another way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from participation.limit_defaults import ACTIONS, DEFAULTS
from participation.limits import TooMany, check_limit, hash_of, purge_uses, write_limits
from participation.models import Limit, LimitUse
from tests.participation.limits import also_limit, limits_off, limits_on, only_limit

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 12:00 in Chile; a window of an hour begins
SCHOOL = "200.1.2.3"
ANA = "a" * 64
Scope, When = Limit.Scope, Limit.When


def passes(times: int, action: str = "submit", **options: object) -> int:
    """How many of so many attempts in a row pass."""
    passed = 0
    for _ in range(times):
        try:
            check_limit(action, **{"address": SCHOOL, "now": START, **options})  # type: ignore[arg-type]
        except TooMany:
            continue
        passed += 1
    return passed


def refusal(**options: object) -> TooMany:
    with pytest.raises(TooMany) as refused:
        check_limit("submit", **{"address": SCHOOL, "now": START, **options})  # type: ignore[arg-type]
    return refused.value


@pytest.mark.django_db
def test_exactly_as_many_pass_as_the_limit_says() -> None:
    only_limit("submit", count=3)

    assert passes(5) == 3
    assert LimitUse.objects.get().count == 3


@pytest.mark.django_db
def test_each_address_has_its_own_count_and_an_ipv6_site_one() -> None:
    only_limit("submit", count=1)

    assert passes(2, address="200.1.2.3") == 1
    assert passes(2, address="200.1.2.4") == 1
    assert passes(2, address="2800:300:1:2::1") == 1
    assert passes(2, address="2800:300:1:2:ffff::9") == 0
    assert passes(2, address="2800:300:1:3::1") == 1
    assert passes(2, address="::ffff:200.1.2.3") == 0


@pytest.mark.django_db
def test_a_shared_limit_takes_an_ipv6_block_of_48_as_one_network() -> None:
    only_limit("submit", count=1, scope=Scope.NETWORK)

    assert passes(1, address="2800:300:1:2::1") == 1
    assert passes(1, address="2800:300:1:ffff::1") == 0
    assert passes(1, address="2800:300:2::1") == 1


@pytest.mark.django_db
def test_a_window_slides_instead_of_opening_all_at_once() -> None:
    only_limit("submit", count=10)
    passes(10, now=START + timedelta(minutes=59))

    just_after = passes(20, now=START + timedelta(minutes=61))
    half_way = passes(20, now=START + timedelta(minutes=90))
    much_later = passes(20, now=START + timedelta(hours=4))

    assert just_after == 0
    assert half_way == 5
    assert much_later == 10


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 2, 7, 10])
@pytest.mark.parametrize("minute", [0, 17, 59])
def test_whoever_comes_back_when_told_passes(count: int, minute: int) -> None:
    now = START + timedelta(minutes=minute, seconds=13)
    only_limit("submit", count=count)
    assert passes(count + 1, now=now) == count

    refused = refusal(now=now)

    assert refused.try_again_at > now
    assert refused.retry_after(now) >= 1
    assert passes(1, now=refused.try_again_at) == 1


@pytest.mark.django_db
def test_whoever_comes_back_when_told_in_the_same_window_passes() -> None:
    only_limit("submit", count=10)
    passes(10, now=START + timedelta(minutes=30))
    now = START + timedelta(minutes=66)
    assert passes(5, now=now) == 1

    refused = refusal(now=now)

    assert refused.try_again_at < START + timedelta(hours=2)
    assert passes(1, now=refused.try_again_at - timedelta(seconds=2)) == 0
    assert passes(1, now=refused.try_again_at) == 1


@pytest.mark.django_db
def test_the_refusal_says_when_and_what_other_way_there_is() -> None:
    only_limit("submit", count=1, per_seconds=600, way_out="Venga a la oficina.")
    passes(1, now=START + timedelta(seconds=30))

    refused = refusal(now=START + timedelta(seconds=30))

    assert "puede que no haya sido usted" in refused.sentence
    assert refused.sentence.endswith("Puede intentarlo de nuevo desde las 12:20.")
    assert refused.try_again_at == START + timedelta(minutes=20)
    assert refused.way_out == "Venga a la oficina."


@pytest.mark.django_db
def test_another_day_is_named() -> None:
    only_limit("submit", count=1, per_seconds=86_400)
    passes(1)

    assert "desde el 24-11-2026 a las 21:00" in refusal().sentence


@pytest.mark.django_db
def test_a_confirmed_person_is_never_refused_for_what_others_did() -> None:
    only_limit("submit", count=1)
    also_limit("submit", count=1, scope=Scope.NETWORK)
    also_limit("submit", count=1, scope=Scope.EVERYONE)
    also_limit("submit", count=2, scope=Scope.PERSON)
    assert passes(5) == 1

    as_ana = passes(5, person_index=ANA, is_confirmed=True)
    as_another = passes(1, person_index="b" * 64, is_confirmed=True)

    assert (as_ana, as_another) == (2, 1)


@pytest.mark.django_db
def test_a_pupil_behind_the_address_of_a_school_always_has_a_way_in() -> None:
    limits_on()
    refused = next(
        wrong for wrong in (_attempt(number) for number in range(1_000)) if wrong is not None
    )

    for pupil in range(300):
        index = hash_of("pupil", str(pupil))
        check_limit("confirm_address", address=SCHOOL, person_index=index, has_proof=True,
                    now=START)  # fmt: skip
        check_limit("submit", address=SCHOOL, person_index=index, is_confirmed=True, now=START)

    assert "confirma" in refused.way_out
    assert "papel" in refused.way_out


def _attempt(number: int) -> TooMany | None:
    try:
        check_limit("submit", address=SCHOOL, has_proof=True, now=START)
    except TooMany as refused:
        return refused
    return None


@pytest.mark.django_db
def test_without_proof_the_limit_is_narrower_and_is_no_wall() -> None:
    only_limit("submit", count=5)
    also_limit("submit", count=2, scope=Scope.ADDRESS, applies_when=When.WITHOUT_PROOF)

    assert passes(5) == 2
    assert passes(5, has_proof=True) == 3


@pytest.mark.django_db
def test_who_is_refused_by_one_limit_uses_up_none_of_the_others() -> None:
    only_limit("submit", count=1)
    everyone = also_limit("submit", count=100, scope=Scope.EVERYONE)

    passes(50)

    assert LimitUse.objects.get(bucket__startswith=everyone.slug).count == 1


@pytest.mark.django_db
def test_the_limit_that_lasts_longest_speaks_for_all() -> None:
    only_limit("submit", count=1, per_seconds=60)
    also_limit("submit", count=1, per_seconds=86_400, scope=Scope.DRAFT)
    passes(1, draft="borrador")

    assert refusal(draft="borrador").sentence.startswith("Con este mismo escrito")


@pytest.mark.django_db
def test_a_limit_that_staff_switched_off_does_not_hold() -> None:
    only_limit("submit", count=1)
    limits_off()

    assert passes(3) == 3
    assert not LimitUse.objects.exists()


@pytest.mark.django_db
def test_an_unknown_address_is_not_one_address() -> None:
    only_limit("submit", count=1)

    assert passes(3, address="") == 3
    assert passes(3, address="no es una dirección") == 3


@pytest.mark.django_db
def test_a_limit_of_a_new_length_starts_to_count_anew() -> None:
    limit = only_limit("submit", count=1)
    passes(1)

    limit.per_seconds = 7_200
    limit.save()

    assert passes(2) == 1


@pytest.mark.django_db
def test_no_address_is_stored() -> None:
    only_limit("submit", count=5)
    passes(1)

    row = LimitUse.objects.values_list().get()

    assert SCHOOL not in str(row)
    assert len(LimitUse.objects.get().key_hash) == 64


@pytest.mark.django_db
def test_what_counts_no_more_is_purged() -> None:
    only_limit("submit", count=5)
    passes(1, now=START)
    passes(1, now=START + timedelta(hours=1))

    assert purge_uses(START + timedelta(hours=2)) == 0
    assert purge_uses(START + timedelta(hours=2, seconds=1)) == 1
    assert LimitUse.objects.count() == 1


@pytest.mark.django_db
def test_a_slip_in_the_name_of_an_action_is_noticed() -> None:
    with pytest.raises(ValueError, match="has no limits"):
        check_limit("sumbit", address=SCHOOL, now=START)
    with pytest.raises(ValueError, match="named by their index"):
        check_limit("submit", address=SCHOOL, is_confirmed=True, now=START)


@pytest.mark.django_db
def test_one_statement_counts_and_no_other_is_needed(
    django_assert_num_queries: object,
) -> None:
    limits_on()

    with django_assert_num_queries(2) as asked:  # type: ignore[operator]
        check_limit("submit", address=SCHOOL, person_index=ANA, draft="x", now=START)

    assert "ON CONFLICT" in asked.captured_queries[1]["sql"]


@pytest.mark.django_db
def test_defaults_add_what_lacks_and_leave_what_staff_edited() -> None:
    write_limits()
    Limit.objects.filter(slug="submit-address").update(count=7, is_active=False)
    Limit.objects.filter(slug="submit-person").delete()

    write_limits()

    assert Limit.objects.count() == len(DEFAULTS)
    assert Limit.objects.get(slug="submit-address").count == 7
    assert Limit.objects.filter(slug="submit-person").exists()


@pytest.mark.django_db
def test_every_default_is_valid_and_says_another_way() -> None:
    write_limits()

    for limit in Limit.objects.all():
        limit.full_clean()
        assert limit.way_out.endswith(".")
    assert {limit.action for limit in Limit.objects.all()} == ACTIONS


@pytest.mark.django_db
def test_a_limit_lets_one_pass_and_says_the_other_way() -> None:
    limit = only_limit("submit", count=1)

    for change in ({"count": 0}, {"per_seconds": 0}, {"per_seconds": 99_999_999}, {"way_out": ""}):
        wrong = Limit(**{**_fields(limit), **change})
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def _fields(limit: Limit) -> dict[str, object]:
    names = ("action", "name", "scope", "count", "per_seconds", "way_out")
    return {"slug": "otro", **{name: getattr(limit, name) for name in names}}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_at_once_exactly_as_many_pass_as_the_limit_says() -> None:
    only_limit("submit", count=20)
    also_limit("submit", count=1_000, scope=Scope.EVERYONE)

    def attempt(_: int) -> bool:
        try:
            check_limit("submit", address=SCHOOL, now=START)
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        passed = sum(threads.map(attempt, range(60)))

    assert passed == 20
    assert set(LimitUse.objects.values_list("count", flat=True)) == {20}


@pytest.mark.django_db(transaction=True)
def test_counting_does_not_make_what_comes_after_it_less_durable() -> None:
    only_limit("submit", count=20)

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")  # the servers of the tests have it off
        passes(1)
        after = _commit_mode()
        with transaction.atomic():
            passes(1)
            within = _commit_mode()
        cursor.execute("RESET synchronous_commit")

    assert (after, within) == ("on", "on")


def _commit_mode() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("action", ["confirm_address", "follow"])
def test_no_connection_has_mail_sent_to_strangers_without_end_however_it_proves_itself(
    action: str,
) -> None:
    held = [each for each in DEFAULTS if each.action == action and each.scope == Scope.ADDRESS]

    assert any(each.applies_when != When.WITHOUT_PROOF for each in held)
