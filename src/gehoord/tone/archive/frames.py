"""Read pandas frames on an engine for many machines, with the same answers as anywhere.

Spark gives iterators of frames (`mapInPandas`), Dask one frame at a time (`map_partitions`).
Needs pandas, which both bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from gehoord.tone.archive.answers import Answer, answer
from gehoord.tone.archive.choices import Asker, Choices

DTYPES = {"anger": "Int8", "anger_score": "Float64", "crisis": "boolean", "is_read": "boolean"}
SPARK = {"anger": "TINYINT", "anger_score": "DOUBLE", "crisis": "BOOLEAN", "is_read": "BOOLEAN"}


def read_frames(
    frames: Iterable[pd.DataFrame],
    *,
    text: str = "text",
    prev: str = "",
    channel: str = "",
    lang: str = "",
    prefix: str = "",
) -> Iterator[pd.DataFrame]:
    """Every frame with the columns of `gehoord read` added, for Spark's `mapInPandas`.

    Raises ArchiveCannotBeRead if a column is missing.
    """
    for frame in frames:
        yield read_frame(frame, text=text, prev=prev, channel=channel, lang=lang, prefix=prefix)


def read_frame(
    frame: pd.DataFrame,
    *,
    text: str = "text",
    prev: str = "",
    channel: str = "",
    lang: str = "",
    prefix: str = "",
) -> pd.DataFrame:
    """A frame with the columns of `gehoord read` added, for Dask's `map_partitions`.

    A frame without rows gives the same columns, so it serves as `meta`. Raises
    ArchiveCannotBeRead if a column is missing.
    """
    choices = Choices(text=text, prev=prev, channel=channel, lang=lang, prefix=prefix)
    choices = choices.among([*frame.columns])
    asker = Asker(choices)
    used = [name for name in (choices.text, choices.prev, choices.channel) if name]
    columns = [[None if _is_missing(value) else value for value in frame[name]] for name in used]
    answers = [
        answer(asker.ask(number, dict(zip(used, values, strict=True))), choices.lang)
        for number, values in enumerate(zip(*columns, strict=True), 1)
    ]
    added = {
        prefix + name: pd.array([one[at] for one in answers], dtype=DTYPES.get(name, "string"))
        for at, name in enumerate(Answer._fields)
    }
    return frame.assign(**added)


def spark_columns(prefix: str = "") -> str:
    """The added columns as Spark writes a schema, to put behind your own."""
    return ", ".join(f"`{prefix}{name}` {SPARK.get(name, 'STRING')}" for name in Answer._fields)


def _is_missing(value: object) -> bool:
    """Whether this is None, NaN or pandas' NA."""
    return not isinstance(value, str) and pd.isna(value) is True
