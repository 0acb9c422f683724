"""The bottom of Gehoord without its house: live updates and jobs, with parcels as the work."""

import os
from pathlib import Path

import dj_database_url

GEHOORD_DATA = Path(os.environ["GEHOORD_DATA"])
GEHOORD_NUDGES = os.environ.get("GEHOORD_NUDGES", "huey")
GEHOORD_LIVE_DOORS = {
    "/live": os.environ.get("BARE_DOOR", "tests.bare.doors.own"),
    "/chat/live": "tests.bare.doors.foreign",
}
GEHOORD_LIVE_CHECK_S = float(os.environ.get("BARE_CHECK_S", "60"))
GEHOORD_MAX_BODY_BYTES = 8 * 1024 * 1024
SECRET_KEY = os.environ["GEHOORD_SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
INSTALLED_APPS = ["gehoord.live", "gehoord.jobs", "tests.bare"]
ROOT_URLCONF = "tests.bare.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL", "")
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{GEHOORD_DATA / 'bare.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 10}}
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
