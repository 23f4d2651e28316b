"""Many rows in few statements: COPY brings them in, and PostgreSQL itself writes the history.

A row costs the same however many there are: nothing here builds an object or a long statement.
Values are keyed by column attribute (`program_id`), as `match_rows` has them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from psycopg import sql

_INCOMING = sql.SQL(
    "CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {key}, {columns} FROM {table} LIMIT 0"
)
_UPDATE = sql.SQL("UPDATE {table} SET {pairs} FROM incoming WHERE {table}.{key} = incoming.{key}")
STRIDE = 1_000  # rows between two reports of progress
Values = Mapping[str, Any]
Advance = Callable[[int], None]


def add(model: type[models.Model], rows: Sequence[Values], advance: Advance) -> list[int]:
    """Write new rows, what they do not name being its default; their primary keys, in order."""
    if not rows:
        return []
    keys = _new_keys(model, len(rows))
    fields = [field for field in _columns(model) if not field.primary_key]
    defaults = {f.attname: f.get_db_prep_save(f.get_default(), connection) for f in fields}
    filled = ({**defaults, **row} for row in rows)
    _copy(_table(model), model, fields, zip(keys, filled, strict=True), advance)
    return keys


def change(
    model: type[models.Model], rows: Mapping[int, Values], names: Iterable[str], advance: Advance
) -> None:
    """Give rows (by primary key) new values in the columns `names`, in one UPDATE."""
    if not rows:
        return
    wanted = set(names)
    fields = [field for field in _columns(model) if field.attname in wanted]
    columns = [sql.Identifier(field.column) for field in fields]
    pairs = [sql.SQL("{0} = incoming.{0}").format(column) for column in columns]
    named = {
        "table": _table(model),
        "key": _key(model),
        "columns": sql.SQL(", ").join(columns),
        "pairs": sql.SQL(", ").join(pairs),
    }
    _run(_INCOMING.format(**named))
    _copy(sql.Identifier("incoming"), model, fields, rows.items(), advance)
    _run(_UPDATE.format(**named))
    _run(sql.SQL("DROP TABLE incoming"))


def remove(model: type[models.Model], keys: Sequence[int], advance: Advance) -> None:
    """Delete rows; references to them are checked on commit."""
    if keys:
        _run(
            sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(_table(model), _key(model)),
            [list(keys)],
        )
        advance(len(keys))


def remember(
    model: Any, keys: Sequence[int], kind: str, *, by: int, now: datetime, reason: str
) -> None:
    """Copy rows as they stand into their history: `+` added, `~` changed, `-` about to go."""
    if not keys:
        return
    history = model.history.model
    columns = [sql.Identifier(field.column) for field in history.tracked_fields]
    added = [
        sql.Identifier(history._meta.get_field(name).column)
        for name in ("history_type", "history_user", "history_date", "history_change_reason")
    ]
    _run(
        sql.SQL(
            "INSERT INTO {history} ({columns}, {added}) "
            "SELECT {columns}, %s, %s, %s, %s FROM {table} WHERE {key} = ANY(%s) ORDER BY {key}"
        ).format(
            history=_table(history),
            columns=sql.SQL(", ").join(columns),
            added=sql.SQL(", ").join(added),
            table=_table(model),
            key=_key(model),
        ),
        [kind, by, now, reason, list(keys)],
    )


def _copy(
    table: sql.Identifier,
    model: type[models.Model],
    fields: Sequence[Any],
    rows: Iterable[tuple[int, Values]],
    advance: Advance,
) -> None:
    columns = [_key(model), *(sql.Identifier(field.column) for field in fields)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))
    # Plain values go to psycopg as they are: these tables hold texts, numbers, dates and lists.
    names = [field.attname for field in fields]
    written = 0
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for key, row in rows:
            copy.write_row([key, *[row[name] for name in names]])
            written += 1
            if written % STRIDE == 0:
                advance(STRIDE)
    if written % STRIDE:
        advance(written % STRIDE)


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys from the table's own sequence, all at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _run(statement: sql.Composable, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _key(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.pk.column)
