"""Frames of Spark and Dask: the same answers as for a file on one machine."""

import dask
import dask.dataframe
import pandas as pd
import pytest

from gehoord.tone.archive import ArchiveCannotBeRead
from gehoord.tone.archive.frames import read_frame, read_frames, spark_columns
from tests.tone.archives import ANGRY, CALM, NAMES, read_here, write_csv

TEXTS = [ANGRY, CALM, None, "Hartelijk dank voor uw hulp", "", float("nan"), 7]


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame({"id": range(7), "text": TEXTS}, index=[f"r{n}" for n in range(7)])


def test_dask_gives_the_same_answers_in_every_division(frame):
    whole = read_frame(frame.iloc[:6])
    with dask.config.set(scheduler="synchronous"):
        divided = dask.dataframe.from_pandas(frame.iloc[:6], npartitions=3, sort=False)
        meta = read_frame(divided._meta)
        got = divided.map_partitions(read_frame, meta=meta).compute()

    assert [*got.columns] == ["id", "text", *NAMES]
    pd.testing.assert_frame_equal(got[[*NAMES]], whole[[*NAMES]], check_index_type=False)
    assert got.dtypes.to_dict() == meta.dtypes.to_dict()


def test_frames_one_after_another_are_those_of_spark(frame):
    got = pd.concat(read_frames(iter([frame.iloc[:2], frame.iloc[2:2], frame.iloc[2:]])))

    pd.testing.assert_frame_equal(got.drop(columns="error"), read_frame(frame)[[*got][:-1]])
    assert [name.split()[0].strip("`") for name in spark_columns().split(", ")] == [*NAMES]


def test_frames_and_files_say_the_same(frame, tmp_path):
    texts = [text for text in TEXTS if isinstance(text, str)]
    out, _ = read_here(write_csv(tmp_path / "chats.csv", [[t] for t in texts], names=("text",)))
    from_file = pd.read_csv(out, dtype=str, keep_default_na=False)

    got = read_frame(pd.DataFrame({"text": texts})).astype("string").fillna("")

    for name in set(NAMES) - {"crisis", "is_read"}:
        assert [*got[name]] == [*from_file[name]]
    assert [*got["crisis"].str.lower()] == [*from_file["crisis"]]


def test_what_is_no_text_is_told_in_its_row(frame):
    got = read_frame(frame)

    assert [*got["error"].isna()] == [True] * 6 + [False]
    assert got["anger"].isna().sum() == 1
    assert got["error"].iloc[-1] == "line 7: text is not text but int"


def test_missing_column_is_told(frame):
    with pytest.raises(ArchiveCannotBeRead, match="there are: id, text"):
        next(read_frames([frame], text="bericht"))
