"""django-helpdesk's `get_email` on a mailbox, in a virtual environment and a project of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import django

from bench.cores import on_measured
from bench.mailboxes import Box
from bench.working import Spent
from tests.dovecot import PASSWORD

VERSION = "2.6.1"
SETTINGS = """
from pathlib import Path
HERE = Path(__file__).parent
SECRET_KEY = "only for benchmarks"
USE_TZ = True
SITE_ID = 1
ROOT_URLCONF = "urls"
LOGIN_URL = "/login/"
MEDIA_ROOT = HERE / "files"
MEDIA_URL = "/files/"
STATIC_URL = "/static/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.humanize", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
LOGGING = {
    "version": 1,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["nowhere"]},
}
HELPDESK_TEAMS_MODE_ENABLED = False
DATABASES = {"default": __DATABASE__}
"""
URLS = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls"))]
"""
# A mailbox of Gehoord confirms nothing unless it is told to; neither does this without templates.
QUEUE = """
from helpdesk.models import EmailTemplate, Queue
EmailTemplate.objects.all().delete()
Queue.objects.create(
    title="Service", slug="service", email_address="service@winkel.example", locale="en",
    allow_email_submission=True, email_box_type="imap", email_box_host="127.0.0.1",
    email_box_port={port}, email_box_user="{user}", email_box_pass="{secret}",
    email_box_imap_folder="INBOX", email_box_interval=0, logging_type="none",
)
"""
COUNT = """
from helpdesk.models import FollowUp, Ticket
print(Ticket.objects.count(), FollowUp.objects.count())
"""

# A process counts the memory of the one that started it as its own: let that be a small one.
WATCHED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""


class NotInstalled(Exception):
    """django-helpdesk could not be installed; the text says why."""


class Helpdesk:
    """A minimal project with one queue, that fetches one box."""

    def __init__(self, folder: Path, box: Box) -> None:
        """Install it in a folder. Raises NotInstalled."""
        self.box = box
        self.python = folder / "venv" / "bin" / "python"
        self.env = _environment(folder)
        _install(folder / "venv", self.python)
        (folder / "settings.py").write_text(
            SETTINGS.replace("__DATABASE__", repr(_database(folder)))
        )
        (folder / "urls.py").write_text(URLS)
        self._django("migrate", "-v0")
        self._shell(QUEUE.format(port=box.server.port, user=box.user, secret=PASSWORD))

    def fetch(self) -> Spent:
        """Run `get_email` once, on the core that is measured."""
        began = time.perf_counter()
        command = [
            sys.executable,
            "-c",
            WATCHED,
            self.python,
            "-m",
            "django",
            "get_email",
            "--quiet",
        ]
        with on_measured():
            done = subprocess.run(
                command, env=self.env, capture_output=True, text=True, check=False
            )
        wall_s = time.perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"get_email: {done.stderr}")
        used_s, peak_mb = map(float, done.stdout.split()[-2:])
        return Spent(wall_s, used_s, peak_mb)

    def counts(self) -> tuple[int, int]:
        """How many tickets there are, and how many mails in them."""
        tickets, mails = self._shell(COUNT).split()
        return int(tickets), int(mails)

    @property
    def versions(self) -> str:
        """What is compared."""
        return f"django-helpdesk {VERSION}, Django {django.__version__}"

    def _shell(self, code: str) -> str:
        return self._django("shell", "--no-imports", "-c", code)

    def _django(self, *words: str) -> str:
        command = [self.python, "-m", "django", *words]
        done = subprocess.run(command, env=self.env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


def _install(place: Path, python: Path) -> None:
    wanted = [f"django-helpdesk=={VERSION}", f"Django=={django.__version__}", "psycopg[binary]"]
    for command in (
        [sys.executable, "-m", "venv", place],
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotInstalled((done.stderr or done.stdout).strip().splitlines()[-1])


def _environment(folder: Path) -> dict[str, str]:
    outer = {key: value for key, value in os.environ.items() if not key.startswith("GEHOORD_")}
    return outer | {"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)}


def _database(folder: Path) -> dict[str, object]:
    """A database beside that of Gehoord, of the same kind and with the same settings."""
    from django.conf import settings
    from django.db import connection

    ours = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        options = json.loads(json.dumps(ours["OPTIONS"]))
        name = str(folder / "helpdesk.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE helpdesk")
    same = {key: ours[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "helpdesk", **same}
