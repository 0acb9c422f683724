import os
import subprocess

import pytest

from tests.services import environment, gehoord


def run(tmp_path, *words, **settings):
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.bare.settings", **settings)
    return subprocess.run(
        gehoord(*words), check=False, env=env, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("words", [["manage", "check"], ["check"]])
def test_gehoord_runs_the_commands_of_django(tmp_path, words):
    assert "no issues" in run(tmp_path, *words).stdout


def test_gehoord_finds_a_command_written_with_dashes(tmp_path):
    assert "'demo_customer'" in run(tmp_path, "demo-customer").stderr


def test_gehoord_without_words_says_what_it_can_do(tmp_path):
    ended = run(tmp_path)
    assert ended.returncode == 2
    assert "usage: gehoord" in ended.stderr


def test_gehoord_says_which_setting_is_wrong(tmp_path):
    ended = run(tmp_path, "web", GEHOORD_PORT="eighty")
    assert ended.returncode == 2
    assert ended.stderr == "gehoord: GEHOORD_PORT must be a whole number, not 'eighty'.\n"


def test_web_process_does_not_start_with_a_door_that_is_not_there(tmp_path):
    ended = run(tmp_path, "web", "--port", "1", BARE_DOOR="tests.bare.doors.missing")
    assert ended.returncode
    assert "missing" in ended.stderr


def test_played_customer_needs_no_settings_beside_a_demonstration(tmp_path):
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": environment(tmp_path)["PYTHONPATH"]}

    told = subprocess.run(
        gehoord("demo-customer", "--list"),
        cwd=tmp_path, env=bare, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip

    assert "lindehout" in told
