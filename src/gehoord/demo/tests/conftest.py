"""One demonstration for all tests of a module: to load it takes seconds."""

from __future__ import annotations

import shutil

import pytest
from django.db import transaction
from django.test import override_settings

from gehoord.cases.models import Case
from gehoord.demo.actions import load_demonstration
from gehoord.demo.limit_stories import all_limit_stories

CASES = 24
PASSWORD = "een lang wachtwoord"


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Where its files are. Not for a module with tests that commit or begin empty."""
    media = tmp_path_factory.mktemp("media")
    here = override_settings(GEHOORD_DEMO=True, MEDIA_ROOT=media)
    with django_db_blocker.unblock(), here, transaction.atomic():
        load_demonstration(password=PASSWORD, count=CASES)
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(_loaded, db, settings, tmp_path):
    """The demonstration, to look at and to change: every test begins with all its rows and files."""
    settings.GEHOORD_DEMO = True
    settings.MEDIA_ROOT = shutil.copytree(_loaded, tmp_path / "media")
    return settings.MEDIA_ROOT


def ordinary_cases():
    """Cases without those that are about the house rules and about help."""
    others = [story.person.name for story in all_limit_stories()]
    return Case.objects.exclude(customer__name__in=others)
