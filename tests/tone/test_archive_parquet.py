"""Archives as parquet: types and row groups stay, the answers have types of their own."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gehoord.tone import read
from gehoord.tone.archive import ArchiveCannotBeRead
from tests.tone.archives import ANGRY, CALM, NAMES, read_here


def test_rows_keep_their_types_and_get_the_reading_of_the_engine(tmp_path):
    path = tmp_path / "chats.parquet"
    texts = pa.array([ANGRY, None, CALM] * 150).dictionary_encode()
    table = pa.table({"id": pa.array(range(450), pa.int16()), "text": texts, "tags": [["a"]] * 450})
    pq.write_table(table, path, row_group_size=100)

    out, summary = read_here(path)

    got = pq.read_table(out)
    assert got.select(["id", "text", "tags"]).cast(table.schema).equals(table)
    assert got.column_names == ["id", "text", "tags", *NAMES]
    assert got.schema.field("anger").type == pa.int8()
    assert got.schema.field("crisis").type == pa.bool_()
    assert got["anger"].to_pylist() == [read(t or "").anger for t in (ANGRY, None, CALM)] * 150
    assert (summary.rows, summary.broken) == (450, 0)


def test_archive_without_rows_gets_the_columns(tmp_path):
    path = tmp_path / "chats.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)

    out, _ = read_here(path)

    assert pq.read_table(out).column_names == ["text", *NAMES]


def test_column_without_text_is_told_in_each_row(tmp_path):
    path = tmp_path / "chats.parquet"
    pq.write_table(pa.table({"text": [1, 2]}), path)

    out, summary = read_here(path)

    assert pq.read_table(out)["error"].to_pylist() == [
        "line 1: text is not text but int", "line 2: text is not text but int",
    ]  # fmt: skip
    assert summary.broken == 2


@pytest.mark.parametrize("keep", [0, 100, -100])
def test_damaged_file_is_told_and_leaves_nothing(tmp_path, keep):
    path = tmp_path / "chats.parquet"
    pq.write_table(pa.table({"text": [ANGRY] * 10}), path)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(ArchiveCannotBeRead, match="not parquet"):
        read_here(path)

    assert [each.name for each in tmp_path.iterdir()] == ["chats.parquet"]


def test_damage_half_way_is_told_and_leaves_nothing(tmp_path):
    path = tmp_path / "chats.parquet"
    texts = [f"{ANGRY} {number}" for number in range(600)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=200, use_dictionary=False)
    damaged = bytearray(path.read_bytes())
    half = len(damaged) // 2
    damaged[half : half + 900] = b"\xff" * 900
    path.write_bytes(damaged)

    with pytest.raises(ArchiveCannotBeRead, match="Damaged after row"):
        read_here(path)

    assert [each.name for each in tmp_path.iterdir()] == ["chats.parquet"]
