"""Every sentence on the screen is there in Dutch."""

import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.services import missing

SOURCE = Path(__file__).parent.parent / "src" / "gehoord"
CATALOGUES = sorted(SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po"))


def sentences(path: Path):
    """The messages of one file: (context, id) to what it is in Dutch (all plural forms)."""
    with path.open("rb") as file:
        for message in read_po(file, locale="nl"):
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            words = [message.string] if isinstance(message.string, str) else message.string
            yield (message.context, key), ([] if message.fuzzy else list(words))


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory):
    """Every sentence that the code and the templates ask for."""
    if shutil.which("xgettext") is None:
        missing("gettext")
    copy = tmp_path_factory.mktemp("source") / "gehoord"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("locale", "tests", "*.mo"))
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "nl", "--verbosity", "0"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": "", "DJANGO_SETTINGS_MODULE": ""},
        check=True,
    )
    return dict(sentences(copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def dutch():
    return {key: words for path in CATALOGUES for key, words in sentences(path)}


def test_every_sentence_has_a_dutch_translation(asked_for, dutch):
    untranslated = {key[1] for key in asked_for if not all(dutch.get(key) or [""])}

    assert untranslated == set()


def test_no_translation_is_left_that_nothing_asks_for(asked_for):
    # The catalogue of accounts also rewords what the sign-in library says.
    ours = [path for path in CATALOGUES if "accounts" not in path.parts]
    left = {key[1] for path in ours for key, _ in sentences(path) if key not in asked_for}

    assert left == set()


def fields(text: str) -> set[str]:
    """What is filled in: `{name}` and `%(name)s`."""
    found = {name for _, name, _, _ in string.Formatter().parse(text.replace("%(", "{")) if name}
    return {name.split(")")[0] for name in found}


def test_translations_fill_in_the_same_things(dutch):
    wrong = []
    for (_, original), words in dutch.items():
        for translated in words:
            try:
                same = fields(original) == fields(translated)
            except ValueError:
                same = original.count("%(") == translated.count("%(")
            if not same:
                wrong.append((original, translated))

    assert wrong == []
