"""One settings file. Everything that differs between places comes from the environment.

`cuenta/local.py` (the demonstration and the tests) sets the same variables that an
operator sets in production: there is no second way to configure the portal.
"""

import base64
import binascii
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, means: str) -> str:
    """The variable `name`, or a stop that says what to set."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Falta {name}: {means}. Vea README.md, «Configuration».")
    return str(value)


def sealing_keys(name: str, means: str) -> list[str]:
    """The keys in `name`, separated by commas, newest first; or a stop that says what to set."""
    keys = [key.strip() for key in required(name, means).split(",") if key.strip()]
    if not keys or not all(map(is_sealing_key, keys)):
        raise ImproperlyConfigured(
            f"{name} no sirve: cada clave son 32 bytes al azar en base64 (44 caracteres), "
            "separadas por comas. Vea README.md, «Configuration»."
        )
    return keys


def is_sealing_key(key: str) -> bool:
    """Whether these are 32 bytes in URL-safe base64, as Fernet takes them."""
    try:
        return len(key) == 44 and len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", "un texto largo y aleatorio, que firma sesiones y enlaces")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Who someone is, sealed at rest; what finds it again; the key of each tracking page.
# See participation/keys.py.
IDENTITY_KEYS = sealing_keys("IDENTITY_KEYS", "las claves que sellan los datos de las personas")
INDEX_KEY, *_others = sealing_keys("INDEX_KEY", "la clave con que se busca un correo sin mostrarlo")
if _others:
    raise ImproperlyConfigured(
        "INDEX_KEY no sirve: es una sola clave, sin comas. Vea README.md, «Configuration»."
    )
TRACKING_KEYS = sealing_keys("TRACKING_KEYS", "las claves de las páginas de seguimiento")
if len({*IDENTITY_KEYS, INDEX_KEY, *TRACKING_KEYS}) < len([*IDENTITY_KEYS, *TRACKING_KEYS]) + 1:
    raise ImproperlyConfigured(
        "IDENTITY_KEYS, INDEX_KEY y TRACKING_KEYS repiten una clave: cada una debe ser distinta. "
        "Vea README.md, «Configuration»."
    )
DATABASE_URL = required(
    "DATABASE_URL", "dónde está PostgreSQL 15 o posterior, como postgres://usuario:clave@host/base"
)
if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL debe nombrar un PostgreSQL: postgres://usuario:clave@host/base. "
        "Vea README.md, «Configuration»."
    )
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
REDIS_URL = required("REDIS_URL", "dónde está Redis o Valkey, como redis://host:6379/0")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not DEBUG:
    required("ALLOWED_HOSTS", "los nombres con que se visita el portal, separados por comas")
# The public address, written into citations, feeds and the site map.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

# Where editions are printed as files. nginx serves `PRESS_ROOT/current`.
PRESS_ROOT = Path(env.str("PRESS_ROOT", default=str(BASE_DIR / "var" / "press")))

INSTALLED_APPS = [
    # First, so that after a migration the permissions exist before our roles ask for them.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_otp",  # the second factor: codes of the telephone, and codes of recovery
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",  # slows down whoever guesses passwords
    "cuenta.apps.CuentaConfig",
    "participation.apps.ParticipationConfig",
    "programs.apps.ProgramsConfig",
    "programs.apps.DeskConfig",  # django.contrib.admin, with our site
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "programs.second_factor.middleware.SecondFactorMiddleware",  # nobody is in before it says so
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cuenta.urls"
WSGI_APPLICATION = "cuenta.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "programs.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Whether staff may work without a second factor (docs/decisions/0007-second-factor.md).
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional" if DEBUG else "required")
if SECOND_FACTOR not in ("required", "optional"):
    raise ImproperlyConfigured(
        "SECOND_FACTOR debe ser required u optional. Vea README.md, «Configuration»."
    )
OTP_TOTP_ISSUER = env.str("SECOND_FACTOR_NAME", default="Cuenta Pública")  # on the telephone
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# The council's room ends by itself after so long without a request; nothing typed is lost with it.
ROOM_IDLE_MINUTES = env.int("ROOM_IDLE_MINUTES", default=30)

# Guessing passwords: by e-mail and address, never by address alone (programs/second_factor).
CSRF_FAILURE_VIEW = "participation.views.room_doors.csrf_failure"  # of the room nothing is lost
AXES_HANDLER = "programs.second_factor.throttling.SignInThrottle"
AXES_LOCKOUT_CALLABLE = "programs.second_factor.throttling.locked_page"
AXES_USERNAME_CALLABLE = "programs.second_factor.throttling.email_typed"
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "programs.second_factor.throttling.address_of"
CLIENT_ADDRESS = "participation.addresses.client_address"  # TRUSTED_PROXIES, below, is for both
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=5)
SIGN_IN_FAILURES_FROM_ANYWHERE = 6 * AXES_FAILURE_LIMIT
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_COOL_OFF_MINUTES", default=15))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "es-cl"
TIME_ZONE = "America/Santiago"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cuenta.storage.BundledStorage"},
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
}
# Celery has its own names for a unix socket and for one of its databases.
CELERY_BROKER_URL = REDIS_URL
if REDIS_URL.startswith("unix://"):
    CELERY_BROKER_URL = f"redis+socket{REDIS_URL[4:]}".replace("?db=", "?virtual_host=")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 240  # seconds; every task may be cut and run again
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,  # seconds; then what a dead worker held is given to another
    "socket_connect_timeout": 5,
    "socket_timeout": 15,
}
WORKER_APP = "cuenta.celery.app"  # what participation calls to wake the worker
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": f"participation.tasks.{name}",
        "schedule": seconds,
        # One that nobody took before the next is due is dropped: no pile grows without a worker.
        "options": {"expires": seconds},
    }
    for name, seconds in (
        ("send_messages", 20.0),
        ("note_pulse", 10.0),
        ("seal_register", 10.0),
        ("make_reports", 10.0),
        ("look_at_clocks", 300.0),
        ("count_performance", 300.0),
        ("send_digests", 3_600.0),
        ("let_go", 3_600.0),
        ("close_counts", 3_600.0),
    )
}
# What is printed of the questions: the task itself prints once in ten minutes at most.
CELERY_BEAT_SCHEDULE["print_asked"] = {
    "task": "cuenta.tasks.print_asked",
    "schedule": 120.0,
    "options": {"expires": 120.0},
}
# What can be found: what the register told since the last time, and new editions.
CELERY_BEAT_SCHEDULE["index_search"] = {
    "task": "cuenta.tasks.index_search",
    "schedule": 20.0,
    "options": {"expires": 20.0},
}

# Mail. `folder:` (the demonstration) writes files instead of sending.
EMAIL_URL = required(
    "EMAIL_URL", "por dónde sale el correo, como smtp+tls://usuario:clave@servidor:587"
)
if EMAIL_URL.partition(":")[0] not in {"folder", *env.EMAIL_SCHEMES}:
    raise ImproperlyConfigured(
        "EMAIL_URL debe nombrar un servidor de correo: smtp+tls://usuario:clave@servidor:587. "
        "Vea README.md, «Configuration»."
    )
IN_FOLDER = EMAIL_URL.startswith("folder:")
vars().update(
    env.email_url_config(EMAIL_URL, "participation.mailbox.FolderBackend" if IN_FOLDER else None)
)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)  # seconds
DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL", "quién firma los correos, como Cuenta Pública <cuenta@servicio.cl>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Over plain HTTP only where DEBUG or the demonstration says so.
USE_HTTPS = env.bool("USE_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = USE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if USE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = USE_HTTPS
SECURE_HSTS_PRELOAD = USE_HTTPS
SESSION_COOKIE_SECURE = USE_HTTPS
CSRF_COOKIE_SECURE = USE_HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The form of a table sends ten fields a row: at Django's 1,000 a table of the 346 communes could
# not be saved. The bytes above still bound what is read.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What people attach to what they ask: in bytes, each and together, and how many.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=10 * 1024 * 1024)
ATTACHMENTS_MAX_BYTES = env.int("ATTACHMENTS_MAX_BYTES", default=25 * 1024 * 1024)
ATTACHMENTS_MAX_COUNT = env.int("ATTACHMENTS_MAX_COUNT", default=5)
# Whose X-Forwarded-For is believed: how many proxies stand before us, or their networks (`unix` for
# a socket file). Empty: nobody's, and limits count by the address that connects.
TRUSTED_PROXIES = env.str("TRUSTED_PROXIES", default="")
# An import file may weigh this much; one byte more is refused with a sentence.
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=50 * 1024 * 1024)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # How often the API may be read: limits are known one floor above the account.
    "DEFAULT_THROTTLE_CLASSES": ["participation.throttling.ReadThrottle"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API de la cuenta pública",
    "DESCRIPTION": "Todo lo que se publicó de la cuenta, y lo que las personas dicen de ella. "
    "Se lee sin clave y sin registro. Documentación: /api/v1/documentacion/",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Each list of words stands where it is used: several share a name and are not the same.
    "POSTPROCESSING_HOOKS": ["cuenta.api.schema.mended"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "participation.scrubbing.ScrubbingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
