"""Archives as JSON lines: each line as it was, with the answers at its end."""

import json

import pytest

from gehoord.tone import read
from gehoord.tone.archive import ArchiveCannotBeRead
from tests.tone.archives import ANGRY, NAMES, PADDING, objects_of, read_here


def test_lines_stay_as_they_were_and_get_the_reading_of_the_engine(tmp_path):
    path = tmp_path / "chats.jsonl"
    line = '{"text":"%s",  "id": 1.50, "big": 12345678901234567890}' % ANGRY  # noqa: UP031
    path.write_text(line + "\r\n\n", "utf-8")

    out, summary = read_here(path)

    assert out.read_text("utf-8").startswith(line[:-1])
    (row,) = objects_of(out)
    assert [*row] == ["text", "id", "big", *(name for name in NAMES if name != "error")]
    expected = read(ANGRY).as_dict()
    assert {name: row[name] for name in row.keys() & expected.keys()} == {
        name: expected[name] for name in row.keys() & expected.keys()
    }
    assert summary.rows == 1


def test_broken_lines_stay_in_place_with_their_number(tmp_path):
    path = tmp_path / "chats.jsonl"
    lines = [
        b'{"text": "een", "id": "%s"}' % PADDING, b"geen json", b"[1]",
        b'{"text": 4}', b'{"id": 1}', b"\xff\xfe",
        b'{"text": "t", "prev": []}', b"[" * 100_000, b'{"text": "t", "lang": "nl"}',
        b'{"text": null, "prev": null}', b'{"text": "\\ud800 boos"}',
    ]  # fmt: skip
    path.write_bytes(b"\n".join(lines))

    out, summary = read_here(path)

    rows = objects_of(out)
    broken = [row for row in rows if "error" in row]
    assert [row["error"].partition(":")[0] for row in broken] == [
        f"line {number}" for number in range(2, 10)
    ]
    assert broken[0]["given"] == "geen json"
    assert json.loads(broken[-1]["given"])["lang"] == "nl"
    assert rows[-1]["text"] == "\ud800 boos"
    assert (summary.rows, summary.broken) == (11, 8)


def test_first_object_shows_which_columns_there_are(tmp_path):
    path = tmp_path / "chats.jsonl"
    path.write_text('not json\n{"body": "x", "id": 1}\n', "utf-8")

    with pytest.raises(ArchiveCannotBeRead, match="there are: body, id"):
        read_here(path)

    assert [each.name for each in tmp_path.iterdir()] == ["chats.jsonl"]
