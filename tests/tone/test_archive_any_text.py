"""Whatever is in an archive: nothing is lost, and one process says the same as many."""

import json
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoord.tone import read
from gehoord.tone.archive import Choices, Crew, read_archive
from tests.tone.archives import ANGRY, CALM, objects_of, read_here, rows_of_csv, write_csv

NASTY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(st.sampled_from("\"',;\t\r\n\0\u2028\ufeff\\=\x1c kan*er"), max_size=20),
    st.sampled_from([ANGRY, CALM, '"', '""', "\r", "\n\n", "\ufeff", "NaN", "=1+1"]),
)
QUICK = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@QUICK
@given(rows=st.lists(st.tuples(NASTY, NASTY), max_size=8), delimiter=st.sampled_from(",;\t"))
def test_csv_comes_back_as_it_was(tmp_path, rows, delimiter):
    path = write_csv(tmp_path / "any.csv", rows, delimiter=delimiter)

    out, summary = read_here(path)

    got = rows_of_csv(out, delimiter=delimiter)
    assert [(row["id"], row["text"]) for row in got] == rows
    assert [row["anger"] for row in got] == [str(read(text).anger) for _, text in rows]
    assert (summary.rows, summary.broken) == (len(rows), 0)


@QUICK
@given(rows=st.lists(st.tuples(NASTY, NASTY), max_size=8), is_ascii=st.booleans())
def test_json_lines_come_back_as_they_were(tmp_path, rows, is_ascii):
    path = tmp_path / "any.jsonl"
    lines = (json.dumps({"id": a, "text": b}, ensure_ascii=is_ascii) + "\n" for a, b in rows)
    path.write_text("".join(lines), "utf-8", newline="")

    out, _ = read_here(path)

    got = objects_of(out)
    assert [(row["id"], row["text"]) for row in got] == rows
    assert [row["emotion"] for row in got] == [read(text).emotion for _, text in rows]


@QUICK
@given(content=st.binary(max_size=200) | st.text(string.printable).map(str.encode))
def test_any_bytes_after_the_names_are_rows_or_are_told(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(b"id,text\n" + b"x" * 70_000 + b",ja\n" + content)

    out, summary = read_here(path)

    rows = rows_of_csv(out)
    assert len(rows) == summary.rows
    assert sum(bool(row["error"]) for row in rows) == summary.broken


@pytest.fixture(scope="module")
def two():
    with Crew(2) as crew:
        yield crew


@settings(QUICK, max_examples=5)
@given(rows=st.lists(st.tuples(NASTY, NASTY), min_size=3, max_size=30))
def test_one_process_and_two_write_the_same_file(tmp_path, two, rows):
    path = write_csv(tmp_path / "any.csv", rows * 40)

    alone, first = read_here(path)
    second = read_archive(path, tmp_path / "two.csv", Choices(), two)

    assert (tmp_path / "two.csv").read_bytes() == alone.read_bytes()
    assert first == second
