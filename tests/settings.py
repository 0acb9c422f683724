"""Settings for tests: the real ones, with cheap passwords and nothing left on disk."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("GEHOORD_SECRET_KEY", "only for tests")
for place in ("GEHOORD_DATA", "GEHOORD_STATIC"):
    # The programs a test starts share the place; whoever made it removes it.
    if place not in os.environ:
        os.environ[place] = tempfile.mkdtemp(prefix="gehoord-tests-")
        atexit.register(shutil.rmtree, os.environ[place], ignore_errors=True)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("GEHOORD_NUDGES", "now")
os.environ.setdefault("GEHOORD_LANGUAGE", "nl")
if redis := os.environ.get("REDIS_URL"):
    # Tests side by side empty the cache: each process has a Redis database of its own.
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{redis.rpartition('/')[0]}/{number}"

from gehoord.config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["NAME"] == ":memory:":
    # Writers need no line in memory, and pytest-django knows Django's own engine.
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
elif not DATABASE_IS_SQLITE:
    DATABASES["default"]["ENGINE"] = "tests.postgresql"
