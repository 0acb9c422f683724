"""The JSON lines contract, through the command itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import gehoord

KEYS = {
    "lang", "anger", "anger_score", "emotion", "abuse", "abuse_categories", "target", "intent",
    "crisis", "next_step", "parts", "evidence", "facts", "is_read",
}  # fmt: skip


def answers(*lines: str | bytes) -> list[dict]:
    given = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n"
    source = str(Path(next(iter(gehoord.__path__))).parent)
    done = subprocess.run(
        [sys.executable, "-m", "gehoord.tone", "read"],
        input=given, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": source},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_command_answers_with_every_key_and_the_same_id():
    (answer,) = answers('{"id": 7, "text": "Ik ben boos. Waar is mijn pakket?"}')
    assert answer.keys() == KEYS | {"id"}
    assert answer["id"] == 7
    assert answer["evidence"][0] == {
        "start": 7, "end": 11, "label": "anger-2", "rule": "nl.lexicon.anger",
    }  # fmt: skip
    assert answer["parts"] == [{"start": 13, "end": 33}]


def test_command_reports_each_bad_line_by_number_and_goes_on():
    got = answers(
        '{"text": "een"}', "geen json", "[1]", '{"text": 4}', '{"id": 1}', "", b"\xff\xfe",
        '{"text": "t", "prev": []}', "[" * 100_000, '{"id": "last", "text": ""}',
    )  # fmt: skip
    bad = got[1:-1]
    assert [answer["line"] for answer in bad] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert all(answer["error"] for answer in bad)
    assert got[0].keys() == KEYS
    assert got[-1]["id"] == "last"


def test_command_takes_odd_unicode_and_long_messages():
    long = json.dumps({"text": "Ik ben boos! " * 8000})
    got = answers(r'{"text": "\ud800 boos"}', '{"text": "🤬 jullie"}', long)
    assert [answer["anger"] >= 2 for answer in got] == [True, True, True]


def test_command_without_a_known_word_explains_itself():
    source = str(Path(next(iter(gehoord.__path__))).parent)
    done = subprocess.run(
        [sys.executable, "-m", "gehoord.tone", "sing"],
        input=b"", capture_output=True, env=os.environ | {"PYTHONPATH": source}, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"usage" in done.stderr
