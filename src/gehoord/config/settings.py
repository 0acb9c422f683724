"""All settings. What an installer may change comes from the environment, with a safe default."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import dj_database_url
from csp.constants import NONE, SELF

from gehoord import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
GEHOORD_DATA = Path(env.text("GEHOORD_DATA", "data")).resolve()
GEHOORD_URL = env.address("GEHOORD_URL", "http://localhost:8000", schemes=("http", "https")).rstrip(
    "/"
)
GEHOORD_DEMO = env.switch("GEHOORD_DEMO")
GEHOORD_NUDGES = env.choice("GEHOORD_NUDGES", "huey", ("huey", "now", "off"))
GEHOORD_LIVE_DOORS = {
    "/live": "gehoord.accounts.live.agent_door",
    "/chat/live": "gehoord.portal.live.visitor_door",
}
SECRET_KEY = env.text("GEHOORD_SECRET_KEY")
DEBUG = env.switch("GEHOORD_DEBUG")
ALLOWED_HOSTS = env.words("GEHOORD_HOSTS", "localhost,127.0.0.1")
IS_SECURE = GEHOORD_URL.startswith("https://")

INSTALLED_APPS = [
    "gehoord.accounts",  # before Django: it words some of its sentences for our agents
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "gehoord.kit",
    "gehoord.live",
    "gehoord.jobs",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "gehoord.contacts",
    "gehoord.coaching",
    "gehoord.cases",
    "gehoord.channels",
    "gehoord.channels.webchat",
    "gehoord.channels.email",
    "gehoord.limits",
    "gehoord.inbox",
    "gehoord.portal",
    "gehoord.office",
    "gehoord.privacy",
    "gehoord.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page needs a signed-in agent unless its view says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gehoord.accounts.privacy.keep_private",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
if DEBUG:
    # Straight from the source; otherwise config/asgi.py serves what was collected.
    MIDDLEWARE.insert(1, "servestatic.middleware.ServeStaticMiddleware")
ROOT_URLCONF = "gehoord.config.urls"
ASGI_APPLICATION = "gehoord.config.asgi.app"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gehoord.accounts.context.house",
                "gehoord.office.context.menu",
                "gehoord.inbox.context.help_bar",
            ],
        },
    }
]

# ── Where things are kept ────────────────────────────────────────────────────────────────
REDIS_URL = env.address("REDIS_URL", "", schemes=("redis", "rediss", "unix"), may_be_empty=True)
DATABASES = {
    "default": dj_database_url.parse(
        env.address(
            "DATABASE_URL",
            f"sqlite:///{GEHOORD_DATA / 'gehoord.sqlite3'}",
            schemes=("postgresql", "postgres", "sqlite"),
        )
    )
}
DATABASE_IS_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
# Every thread keeps its connection: opening one costs as much as a page.
GEHOORD_PAGE_THREADS = env.number("GEHOORD_PAGE_THREADS", 10, least=1)
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = not DATABASE_IS_SQLITE
if DATABASE_IS_SQLITE:
    DATABASES["default"]["ENGINE"] = "gehoord.config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock at BEGIN: waiting writers queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "gehoord.config.cache.SharedCache",
        "LOCATION": REDIS_URL,
        # One that does not answer is taken for away, before people notice.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Failed sign-ins are counted in it: strangers must not push each other's counts out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Outside the web root: files of customers are only handed out by a view that checks rights.
MEDIA_ROOT = GEHOORD_DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
GEHOORD_CHAT_RATES = env.pairs("GEHOORD_CHAT_RATES")
GEHOORD_MAX_MAIL_BYTES = env.number("GEHOORD_MAX_MAIL_MB", 50, least=1) * 1024 * 1024
# Who vouches for mail servers of your own, besides everybody the system trusts.
GEHOORD_MAIL_CA = env.text("GEHOORD_MAIL_CA", "")
# As which app we ask for permission to open mailboxes; a mailbox may name its own.
GEHOORD_MAIL_APPS = {
    "microsoft": {
        "client": env.text("GEHOORD_MICROSOFT_CLIENT", ""),
        "secret": env.text("GEHOORD_MICROSOFT_SECRET", ""),
        "tenant": env.text("GEHOORD_MICROSOFT_TENANT", ""),
    },
    "google": {
        "client": env.text("GEHOORD_GOOGLE_CLIENT", ""),
        "secret": env.text("GEHOORD_GOOGLE_SECRET", ""),
    },
}
# Where else a colleague hears that somebody asks for help: addresses as apprise knows them.
GEHOORD_HELP_ALERTS = env.text("GEHOORD_HELP_ALERTS", "").split()
GEHOORD_MAX_FILE_BYTES = env.number("GEHOORD_MAX_FILE_MB", 25, least=1) * 1024 * 1024
# Five files with one message, or one mail, and room for words: more is not even read.
GEHOORD_MAX_BODY_BYTES = (
    max(5 * GEHOORD_MAX_FILE_BYTES, GEHOORD_MAX_MAIL_BYTES) + DATA_UPLOAD_MAX_MEMORY_SIZE
)

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("GEHOORD_STATIC", "static-collected")).resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gehoord.kit.static_files.HashedFiles"},
}

# ── Signing in ───────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "gehoord.accounts.adapters.AgentAdapter"
SOCIALACCOUNT_ADAPTER = "gehoord.accounts.adapters.OpenIDAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_DISPLAY = "gehoord.accounts.models.display_name"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gehoord"
# Passkeys need https, except on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
OPENID_SERVER = env.text("GEHOORD_OPENID_SERVER", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env.text("GEHOORD_OPENID_NAME", "OpenID Connect"),
                "client_id": env.text("GEHOORD_OPENID_CLIENT", ""),
                "secret": env.text("GEHOORD_OPENID_SECRET", ""),
                "settings": {"server_url": OPENID_SERVER},
            }
        ]
        if OPENID_SERVER
        else []
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# ── Safety ───────────────────────────────────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SECURE_SSL_REDIRECT = IS_SECURE and env.switch("GEHOORD_REDIRECT_TO_HTTPS", default=True)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [GEHOORD_URL]
CSRF_FAILURE_VIEW = "gehoord.kit.errors.csrf_failure"
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
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Mail ─────────────────────────────────────────────────────────────────────────────────
DEFAULT_FROM_EMAIL = env.text("GEHOORD_MAIL_FROM", "gehoord@localhost")
EMAIL_HOST = env.text("GEHOORD_SMTP_HOST", "")
EMAIL_PORT = env.number("GEHOORD_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("GEHOORD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("GEHOORD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.switch("GEHOORD_SMTP_STARTTLS", default=False)
EMAIL_TIMEOUT = 20
if not EMAIL_HOST:
    # Without a mail server mail is printed, so that the first administrator can still get in.
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# ── Another reader of messages ───────────────────────────────────────────────────────────
GEHOORD_READER = env.choice("GEHOORD_READER", "built-in", ("built-in", "classifier", "endpoint"))
GEHOORD_READER_FOLDER = env.text("GEHOORD_READER_FOLDER", "")
GEHOORD_READER_URL = env.address(
    "GEHOORD_READER_URL", "", schemes=("https", "http"), may_be_empty=True
)
GEHOORD_READER_MODEL = env.text("GEHOORD_READER_MODEL", "")
GEHOORD_READER_KEY = env.text("GEHOORD_READER_KEY", "")
GEHOORD_READER_MILLISECONDS = env.number("GEHOORD_READER_MILLISECONDS", 2000, least=50)

# ── Drafts by a model ────────────────────────────────────────────────────────────────────
GEHOORD_DRAFTING_URL = env.address(
    "GEHOORD_DRAFTING_URL", "", schemes=("https", "http"), may_be_empty=True
)
GEHOORD_DRAFTING_MODEL = env.text("GEHOORD_DRAFTING_MODEL", "")
GEHOORD_DRAFTING_KEY = env.text("GEHOORD_DRAFTING_KEY", "")
GEHOORD_DRAFTING_SECONDS = env.number("GEHOORD_DRAFTING_SECONDS", 60, least=1)

# ── Language and time ────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = env.choice("GEHOORD_LANGUAGE", "nl", ("nl", "en"))
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.choice("GEHOORD_TIME_ZONE", "Europe/Amsterdam", available_timezones())

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("GEHOORD_LOG", "WARNING", LEVELS)},
    "loggers": {"gehoord": {"level": "INFO"}},
}
