"""A house that asks a model too: every message is read, and one can see by whom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

import gehoord
from gehoord.coaching import reader
from gehoord.coaching.actions import get_ready, why
from gehoord.coaching.models import Reading
from gehoord.environment import SettingIsWrong
from gehoord.tone import ENGINE_VERSION, read
from tests.factories import make_customer_message
from tests.model_endpoint import CALM, endpoint, saying, sending, silent

SOURCE = str(Path(next(iter(gehoord.__path__))).parent)
MESSAGE = "Lekker geregeld weer bij jullie, Sanne."
FURIOUS = CALM | {
    "anger": 3, "emotion": "anger", "target": "company", "intent": "vent",
    "evidence": [{"quote": "Lekker geregeld", "label": "anger-3"}],
}  # fmt: skip


@pytest.fixture
def model(settings):
    """An endpoint that the house has chosen as its other reader."""
    reader._reader.cache_clear()
    with endpoint() as server:
        settings.GEHOORD_READER = "endpoint"
        settings.GEHOORD_READER_URL = server.address
        settings.GEHOORD_READER_MODEL = "mymodel"
        settings.GEHOORD_READER_MILLISECONDS = 5000
        yield server
    reader._reader.cache_clear()


@pytest.mark.django_db
def test_message_is_read_by_the_model_that_the_house_chose(model):
    model.answer = saying(FURIOUS)

    reading = make_customer_message(text=MESSAGE).reading

    assert (reading.anger, reading.target) == (3, "company")
    assert reading.engine_version == f"{ENGINE_VERSION}+endpoint:mymodel"
    rules = {item["rule"] for item in reading.evidence}
    assert "reader.endpoint:mymodel" in rules
    assert "endpoint:mymodel" in why("reader.endpoint:mymodel")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "reason"),
    [(silent, "time-out"), (sending(b"", status=500), "http-500"), (saying("Nee."), "not-json")],
)
def test_message_is_never_lost_over_the_model_and_the_reading_says_so(
    model, settings, answer, reason
):
    settings.GEHOORD_READER_MILLISECONDS = 150
    model.answer = answer

    message = make_customer_message(text=MESSAGE)

    assert message.text == MESSAGE
    assert message.reading.anger == read(MESSAGE).anger
    assert message.reading.engine_version == f"{ENGINE_VERSION} (endpoint: {reason})"


@pytest.mark.django_db
def test_model_with_a_very_long_name_loses_no_message(model, settings):
    settings.GEHOORD_READER_MODEL = "house/" + "large-" * 40
    model.answer = saying(FURIOUS)

    version = make_customer_message(text=MESSAGE).reading.engine_version

    assert version.startswith(f"{ENGINE_VERSION}+endpoint:house/")
    assert len(version) <= Reading._meta.get_field("engine_version").max_length


@pytest.mark.django_db
def test_reader_that_cannot_be_loaded_loses_no_message(settings, tmp_path):
    settings.GEHOORD_READER = "classifier"
    settings.GEHOORD_READER_FOLDER = str(tmp_path)

    reading = make_customer_message(text=MESSAGE).reading

    assert reading.engine_version == f"{ENGINE_VERSION} (classifier: broken)"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"READER": "endpoint"}, "GEHOORD_READER_URL"),
        ({"READER": "endpoint", "READER_URL": "https://models.example/v1"}, "GEHOORD_READER_MODEL"),
        ({"READER": "endpoint", "READER_URL": "http://models.example/v1", "READER_MODEL": "m"},
         "https"),
    ],
)  # fmt: skip
def test_reader_that_is_set_wrong_is_found_at_the_start(settings, changes, complaint):
    assert run_checks(tags=["reader"]) == []
    for name, value in changes.items():
        setattr(settings, f"GEHOORD_{name}", value)

    (error,) = run_checks(tags=["reader"])
    assert complaint in error.msg
    with pytest.raises(SettingIsWrong, match=complaint):
        get_ready()


@pytest.mark.parametrize("folder", ["", "/nowhere/at/all", "empty"])
def test_folder_without_a_model_is_found_at_the_start(settings, monkeypatch, tmp_path, folder):
    # Whether or not its libraries are installed here.
    monkeypatch.setitem(reader.NEEDS, "classifier", ())
    settings.GEHOORD_READER = "classifier"
    settings.GEHOORD_READER_FOLDER = str(tmp_path) if folder == "empty" else folder

    (error,) = run_checks(tags=["reader"])

    assert "GEHOORD_READER_FOLDER" in error.msg


def test_missing_library_is_named_with_what_to_install(settings, monkeypatch):
    monkeypatch.setitem(reader.NEEDS, "endpoint", ("not_there",))
    settings.GEHOORD_READER = "endpoint"

    (error,) = run_checks(tags=["reader"])

    assert "not_there" in error.msg
    assert "gehoord[endpoint]" in error.msg


def test_workspace_without_another_reader_loads_none_of_its_libraries():
    program = (
        "import django, sys; django.setup()\n"
        "from gehoord.coaching import actions, reader\n"
        "actions.get_ready(); reader.read('Ik ben boos.', previous='', channel='')\n"
        "loaded = {'httpx', 'torch', 'transformers'} & sys.modules.keys()\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False,
        env={name: value for name, value in os.environ.items() if "READER" not in name}
        | {"PYTHONPATH": SOURCE, "DJANGO_SETTINGS_MODULE": "gehoord.config.settings",
           "GEHOORD_SECRET_KEY": "test"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
