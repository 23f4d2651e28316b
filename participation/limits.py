"""Limits of use: counted in PostgreSQL, by one statement, and never without another way in.

Decision 8 (docs/decisions/0008-limits.md) says why. Call `check_limit` before the act and outside
its transaction: a row that is being counted stays locked until the transaction around it ends.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.crypto import salted_hmac

from participation.addresses import client_address, client_block, network_block
from participation.limit_defaults import ACTIONS, DEFAULTS
from participation.models.limits import Limit, LimitUse

__all__ = ["TooMany", "check_limit", "client_address", "purge_uses", "write_limits"]

CHILE = ZoneInfo("America/Santiago")
SECOND = timedelta(seconds=1)
Scope, When = Limit.Scope, Limit.When
# These never hold for somebody with a confirmed e-mail, whatever staff write into the table: other
# people behind the same connection must not be able to shut them out.
SHARED = (Scope.ADDRESS, Scope.NETWORK, Scope.EVERYONE)
_SENTENCES = {
    Scope.ADDRESS: "Desde la conexión que usted usa ya se hizo esto muchas veces. Si la comparte "
    "con más personas, puede que no haya sido usted.",
    Scope.NETWORK: "Desde la red que usted usa ya se hizo esto muchas veces. Si la comparte con "
    "más personas, puede que no haya sido usted.",
    Scope.PERSON: "Con su correo ya se hizo esto todas las veces que se permiten en este tiempo.",
    Scope.DRAFT: "Con este mismo escrito ya se intentó muchas veces en poco tiempo.",
    Scope.EVERYONE: "El portal está recibiendo muchísimas solicitudes a la vez.",
}


class TooMany(Exception):  # noqa: N818 (it is an answer, not a fault)
    """A limit was reached. The page answers 429, keeps what was typed and shows the three:

    `sentence` says what happened and from when it works again, `way_out` what other way there is,
    `try_again_at` is that instant.
    """

    def __init__(self, sentence: str, try_again_at: datetime, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.try_again_at = try_again_at
        self.way_out = way_out

    def retry_after(self, now: datetime) -> int:
        """For the header Retry-After: whole seconds from `now`, at least 1."""
        return max(1, ceil((self.try_again_at - now).total_seconds()))


@dataclass(frozen=True, slots=True)
class _Count:
    """One limit, for one key, in the window that `now` falls into."""

    limit: Limit
    key_hash: str
    now: datetime

    @property
    def bucket(self) -> str:
        """Another window length is another count: the old rows would not mean the same."""
        return f"{self.limit.slug}:{self.limit.per_seconds}"

    @property
    def span(self) -> timedelta:
        return timedelta(seconds=self.limit.per_seconds)

    @property
    def start(self) -> datetime:
        """Of the window: windows are cut from the epoch on, alike for everyone."""
        seconds = int(self.now.timestamp())
        return datetime.fromtimestamp(seconds - seconds % self.limit.per_seconds, tz=UTC)

    @property
    def weight(self) -> float:
        """How much of the window before still counts: the part that a sliding one would cover."""
        return 1 - (self.now - self.start) / self.span

    def free_at(self, current: int, previous: int) -> datetime:
        """When one more would pass, if nobody else comes meanwhile."""
        room = self.limit.count - 1
        if current <= room:
            fades = 1 - (room - current) / previous if previous else 0.0
            return max(self.now + SECOND, _whole(self.start + self.span * fades))
        return _whole(self.start + self.span * (2 - room / current))


def check_limit(
    action: str,
    *,
    address: str,
    person_index: str = "",
    draft: str = "",
    has_proof: bool = False,
    is_confirmed: bool = False,
    now: datetime,
) -> None:
    """Count one more `action`, or raise TooMany and count nothing.

    `address` comes from `client_address`; `person_index` is the blind index of the e-mail, `draft`
    whatever names a draft or filing. `has_proof` says that a proof of work was just verified;
    `is_confirmed`, that the person of `person_index` has shown that the e-mail is theirs: then
    only their own limits hold, not those that they share with others.

    Raises:
        TooMany: a limit is reached.
        ValueError: no such action, or somebody confirmed whom nothing names.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} has no limits: give it some in limit_defaults")
    if is_confirmed and not person_index:
        raise ValueError("a confirmed person is named by their index")
    keys = {
        Scope.ADDRESS: client_block(address),
        Scope.NETWORK: network_block(address),
        Scope.PERSON: person_index,
        Scope.DRAFT: draft,
        Scope.EVERYONE: "everyone",
    }
    counts = [
        _Count(limit, hash_of(limit.scope, keys[Scope(limit.scope)]), now)
        for limit in _limits_of(action, has_proof, is_confirmed)
        if keys[Scope(limit.scope)]
    ]
    passed = _count_one_more(counts)
    if len(passed) < len(counts):
        _give_back(each for each in counts if each.bucket in passed)
        raise _refusal([each for each in counts if each.bucket not in passed])


def hash_of(scope: str, key: str) -> str:
    """What is stored instead of an address or a person: an HMAC that nobody else can repeat."""
    return salted_hmac("participation.limits", f"{scope}:{key}", algorithm="sha256").hexdigest()


def purge_uses(now: datetime) -> int:
    """Remove what counts no more, for the beat. Returns how many rows."""
    return LimitUse.objects.filter(expires_at__lt=now).delete()[0]


def write_limits() -> None:
    """Add the default limits that are missing; what staff edited stays as they left it."""
    Limit.objects.bulk_create(
        [Limit(**asdict(default)) for default in DEFAULTS], ignore_conflicts=True
    )


def _limits_of(action: str, has_proof: bool, is_confirmed: bool) -> list[Limit]:
    """The limits that hold, the busiest rows last: they are locked for the shortest time."""
    limits = [
        limit
        for limit in Limit.objects.filter(action=action, is_active=True).order_by()
        if not (has_proof and limit.applies_when == When.WITHOUT_PROOF)
        and not (is_confirmed and (limit.applies_when == When.UNCONFIRMED or limit.scope in SHARED))
    ]
    return sorted(limits, key=lambda limit: (limit.scope == Scope.EVERYONE, limit.slug))


# The row lock of ON CONFLICT makes those who come at once wait for one another, and the condition
# is judged on the row as the one before left it: exactly as many pass as the limit says.
_UPSERT = """
INSERT INTO participation_limituse AS used
    (bucket, key_hash, window_start, expires_at, most, count)
SELECT bucket, key_hash, window_start, expires_at, most, 1
FROM (
    SELECT asked.*, floor(asked.allowed - coalesce(before.count, 0) * asked.weight)::int AS most
    FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
                %s::int[], %s::float8[]) WITH ORDINALITY
        AS asked(bucket, key_hash, window_start, previous_start, expires_at, allowed, weight, turn)
    LEFT JOIN participation_limituse AS before
        ON before.bucket = asked.bucket AND before.key_hash = asked.key_hash
        AND before.window_start = asked.previous_start
) AS asking, (SELECT {commit}) AS quick
WHERE most >= 1 ORDER BY turn
ON CONFLICT (bucket, key_hash, window_start) DO UPDATE
    SET count = used.count + 1, most = EXCLUDED.most WHERE used.count < EXCLUDED.most
RETURNING bucket
"""
# A count need not survive a power cut, and waiting for the disk would make everyone who shares a
# row queue for it. Only alone: within a transaction it would hold for what is being filed too.
_QUICK = _UPSERT.replace("{commit}", "set_config('synchronous_commit', 'off', true)")
_DURABLE = _UPSERT.replace("{commit}", "1")


def _count_one_more(counts: list[_Count]) -> set[str]:
    """The buckets in which one more was allowed, and is now counted."""
    if not counts:
        return set()
    columns = zip(
        *(
            (
                each.bucket, each.key_hash, each.start, each.start - each.span,
                each.start + 2 * each.span, each.limit.count, each.weight,
            )
            for each in counts
        ),
        strict=True,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            _DURABLE if connection.in_atomic_block else _QUICK, [list(column) for column in columns]
        )
        return {bucket for (bucket,) in cursor.fetchall()}


def _give_back(counts: Iterable[_Count]) -> None:
    """Who is refused by one limit uses up none of the others."""
    with connection.cursor() as cursor:
        for each in counts:
            cursor.execute(
                "UPDATE participation_limituse SET count = count - 1"
                " WHERE bucket = %s AND key_hash = %s AND window_start = %s AND count > 0",
                [each.bucket, each.key_hash, each.start],
            )


def _refusal(refused: list[_Count]) -> TooMany:
    """The limit that takes longest to open again speaks for all."""
    instants = [(_free_at(each), each.limit) for each in refused]
    free_at, limit = max(instants, key=lambda pair: pair[0])
    when = f"Puede intentarlo de nuevo {_when(free_at, refused[0].now)}."
    return TooMany(f"{_SENTENCES[Scope(limit.scope)]} {when}", free_at, limit.way_out)


def _free_at(count: _Count) -> datetime:
    rows = LimitUse.objects.filter(bucket=count.bucket, key_hash=count.key_hash)
    used = dict(rows.values_list("window_start", "count"))
    return count.free_at(used.get(count.start, 0), used.get(count.start - count.span, 0))


def _when(instant: datetime, now: datetime) -> str:
    """«desde las 15:40», or with its day where that is not today in Chile; rounded up."""
    local = (instant + timedelta(seconds=59)).astimezone(CHILE).replace(second=0, microsecond=0)
    if local.date() == now.astimezone(CHILE).date():
        return f"desde las {local:%H:%M}"
    return f"desde el {local:%d-%m-%Y} a las {local:%H:%M}"


def _whole(instant: datetime) -> datetime:
    """The next whole second."""
    return instant if not instant.microsecond else instant.replace(microsecond=0) + SECOND
