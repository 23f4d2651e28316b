"""What an operator sets, and what the portal says when something is missing."""

import subprocess
import sys

import pytest

from cuenta import settings
from cuenta.local.place import CHECKOUT
from tests.cuenta.demo import clean_environment

PRODUCTION = {
    "SECRET_KEY": "Kq3-vX9_zL7mP2sT5wY8bD1fG4hJ6nR0cV-aE9uI7oQ2xZ5kM8lS1tW4yB6dF3gH",
    "IDENTITY_KEYS": "ltD4bqfNSdR0jXYxjvFFCxElVJmMkT_RhlgnyvMcSgk=",
    "INDEX_KEY": "Mnnb3bHkUvUZ-Q2YqjeFvGIbrzUC8FMWBy_1zYcVkRY=",
    "TRACKING_KEYS": "yE7A2IXh8qbpvZ5lXbHh0sGBq4l6CzTn1hKQ3j9fYdw=",
    "DATABASE_URL": "postgres://portal:clave@db.invalid/portal",
    "REDIS_URL": "redis://cache.invalid:6379/0",
    "ALLOWED_HOSTS": "cuenta.example.cl",
    "SITE_URL": "https://cuenta.example.cl",
    "EMAIL_URL": "smtp+tls://portal:clave@mail.invalid:587",
    "DEFAULT_FROM_EMAIL": "Cuenta Pública <cuenta@example.cl>",
}


def run(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *argv],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=clean_environment(**environment),
    )


DOORS = {
    "manage.py": ("manage.py", "migrate"),
    "web server": ("-c", "import cuenta.wsgi"),
    "worker": ("-m", "celery", "-A", "cuenta", "worker"),
}


MAIL = ("EMAIL_URL", "DEFAULT_FROM_EMAIL")
KEYS = ("IDENTITY_KEYS", "INDEX_KEY", "TRACKING_KEYS")


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", *KEYS, "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", *MAIL]
)
def test_a_missing_variable_stops_with_a_sentence_that_names_it(name: str) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != name}

    stopped = run("manage.py", "migrate", **given)

    assert stopped.returncode == 78
    assert stopped.stderr.startswith(f"Falta {name}: ")
    assert stopped.stderr.count("\n") == 1


@pytest.mark.parametrize("door", DOORS)
def test_every_door_says_it_without_a_traceback(door: str) -> None:
    stopped = run(*DOORS[door])

    assert stopped.returncode != 0
    assert "Falta SECRET_KEY" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_another_database_than_postgresql_stops_with_a_sentence() -> None:
    stopped = run("manage.py", "migrate", **{**PRODUCTION, "DATABASE_URL": "sqlite:///x"})

    assert stopped.returncode == 78
    assert "DATABASE_URL debe nombrar un PostgreSQL" in stopped.stderr


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("bad", ["short", "ñ" * 44, "A" * 43 + "!", ",", "A" * 43 + "=,short"])
def test_a_key_of_another_shape_stops_with_a_sentence(name: str, bad: str) -> None:
    stopped = run("manage.py", "migrate", **{**PRODUCTION, name: bad})

    assert stopped.returncode == 78
    assert stopped.stderr.startswith(f"{name} no sirve: ")
    assert stopped.stderr.count("\n") == 1
    assert bad not in stopped.stderr or bad == ","


def test_two_keys_for_the_index_stop_with_a_sentence() -> None:
    two = f"{PRODUCTION['INDEX_KEY']},{PRODUCTION['TRACKING_KEYS']}"

    stopped = run("manage.py", "migrate", **{**PRODUCTION, "INDEX_KEY": two})

    assert stopped.returncode == 78
    assert stopped.stderr.startswith("INDEX_KEY no sirve: es una sola clave")


def test_the_same_key_for_two_purposes_stops_with_a_sentence() -> None:
    same = PRODUCTION["IDENTITY_KEYS"]

    stopped = run("manage.py", "migrate", **{**PRODUCTION, "INDEX_KEY": same})

    assert stopped.returncode == 78
    assert "repiten una clave" in stopped.stderr
    assert same not in stopped.stderr


def test_another_way_of_mail_than_a_known_one_stops_with_a_sentence() -> None:
    stopped = run("manage.py", "migrate", **{**PRODUCTION, "EMAIL_URL": "pigeon://x"})

    assert stopped.returncode == 78
    assert "EMAIL_URL debe nombrar un servidor de correo" in stopped.stderr


def test_the_production_settings_pass_the_deployment_checks() -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_a_python_without_django_is_told_where_to_go() -> None:
    stopped = run("-S", "manage.py", "migrate")

    assert stopped.returncode == 1
    assert "python3 manage.py demo" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_production_asks_staff_for_a_second_factor_unless_told_otherwise() -> None:
    asked = "from django.conf import settings; print(settings.SECOND_FACTOR)"
    production = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": "cuenta.settings"}

    assert run("-c", asked, **production).stdout.strip() == "required"
    assert run("-c", asked, **production, SECOND_FACTOR="optional").stdout.strip() == "optional"


def test_a_second_factor_neither_required_nor_optional_stops_with_a_sentence() -> None:
    stopped = run("manage.py", "migrate", **PRODUCTION, SECOND_FACTOR="si")

    assert stopped.returncode == 78
    assert "SECOND_FACTOR debe ser required u optional" in stopped.stderr


def test_worker_and_cache_use_the_same_database_of_a_unix_socket() -> None:
    asked = "from django.conf import settings; print(settings.CELERY_BROKER_URL)"
    production = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": "cuenta.settings"}
    production["REDIS_URL"] = "unix:///run/redis.sock?db=3"

    broker = run("-c", asked, **production).stdout.strip()

    assert broker == "redis+socket:///run/redis.sock?virtual_host=3"


def test_passwords_are_kept_by_argon2() -> None:
    assert settings.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
