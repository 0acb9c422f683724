"""Archives as CSV: what is read, what stays as it was, and what is said of broken lines."""

import pytest

from gehoord.tone import read
from gehoord.tone.archive import ArchiveCannotBeRead
from tests.tone.archives import ANGRY, CALM, NAMES, PADDING, read_here, rows_of_csv, write_csv


def test_rows_keep_their_order_and_columns_and_get_the_reading_of_the_engine(tmp_path):
    path = write_csv(tmp_path / "chats.csv", [["1", ANGRY], ["2", CALM]])

    out, summary = read_here(path)

    first, second = rows_of_csv(out)
    reading = read(ANGRY)
    assert [*first] == ["id", "text", *NAMES]
    assert (first["id"], first["text"], second["id"]) == ("1", ANGRY, "2")
    assert first["anger"] == str(reading.anger)
    assert first["next_step"] == reading.next_step
    assert (second["crisis"], second["is_read"], second["error"]) == ("false", "true", "")
    assert (summary.rows, summary.broken) == (2, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiter_and_line_ends_are_those_of_the_archive(tmp_path, delimiter, end):
    rows = [["1", f'Ze zei "nee"; echt,\twaar.\r\n{ANGRY}']]
    path = write_csv(tmp_path / "chats.csv", rows, delimiter=delimiter, end=end)

    out, _ = read_here(path)

    assert [row["text"] for row in rows_of_csv(out, delimiter=delimiter)] == [rows[0][1]]
    assert out.read_bytes().endswith(end.encode())
    assert out.read_bytes().count(b"\r\n") == (3 if end == "\r\n" else 1)


def test_mark_of_excel_is_understood_and_kept(tmp_path):
    path = write_csv(tmp_path / "chats.csv", [[ANGRY]], names=("text",), encoding="utf-8-sig")

    out, _ = read_here(path)

    assert out.read_bytes().startswith(b"\xef\xbb\xbftext,")


def test_broken_lines_stay_in_place_with_their_number_and_cost_no_other_line(tmp_path):
    path = tmp_path / "chats.csv"
    lines = [
        b"id,text", b'%s,"goed"' % PADDING, b'2,"nooit dicht', b"3,goed", b"4", b"5,caf\xe9", b"6,a,b",
        b'7,"twee', b'regels"', b'8,"een "x"', b"9,goed", b'10,"open',
    ]  # fmt: skip
    path.write_bytes(b"\n".join(lines))

    out, summary = read_here(path)

    rows = rows_of_csv(out)
    assert [row["id"] for row in rows][1:] == ["", "3", "", "", "", "7", "", "9", ""]
    assert [row["error"].partition(":")[0] for row in rows if row["error"]] == [
        "line 3", "line 5", "line 6", "line 7", "line 10", "line 12",
    ]  # fmt: skip
    assert rows[1]["error"].endswith('It says: 2,"nooit dicht')
    assert "bytes that are not in the encoding" in rows[4]["error"]
    assert "3 columns instead of 2" in rows[5]["error"]
    assert "never closed" in rows[-1]["error"]
    assert summary.broken == 6


def test_quote_that_is_never_closed_does_not_swallow_the_archive(tmp_path):
    path = tmp_path / "chats.csv"
    lines = ["id,text,note", '1,"open,', *(f"{n},goed,{'x' * 200_000}" for n in range(2, 40))]
    path.write_text("\n".join(lines), "utf-8")

    out, summary = read_here(path)

    assert (summary.rows, summary.broken) == (39, 1)
    assert [row["id"] for row in rows_of_csv(out)][1:] == [str(n) for n in range(2, 40)]


def test_message_before_comes_from_the_row_before_in_the_same_conversation(tmp_path):
    asked, answer = "Is uw probleem nu opgelost?", "Nee."
    rows = [["a", asked], ["a", answer], ["b", answer]]
    path = write_csv(tmp_path / "chats.csv", rows, names=("case", "text"))

    out, _ = read_here(path, conversation="case")

    steps = [row["next_step"] for row in rows_of_csv(out)]
    assert steps[1:] == [read(answer, prev=asked).next_step, read(answer).next_step]


def test_columns_can_have_other_names(tmp_path):
    names = ("lang", "bericht", "vorige", "kanaal")
    path = write_csv(tmp_path / "chats.csv", [["x", ANGRY, CALM, "email"]], names=names)

    out, _ = read_here(path, text="bericht", prev="vorige", channel="kanaal", prefix="read_")

    (row,) = rows_of_csv(out)
    assert (row["lang"], row["read_lang"]) == ("x", "nl")
    assert row["read_anger"] == str(read(ANGRY, prev=CALM, channel="email").anger)


@pytest.mark.parametrize(
    ("given", "chosen", "said"),
    [
        (b"id,body\n1,x\n", {}, "there are: id, body. Say which one has the messages with --text"),
        (b"text,lang\nx,nl\n", {}, "--prefix read_"),
        (b"text,text\na,b\n", {}, "more than one column 'text'"),
        (b"text\ncaf\xe9\n", {}, "not UTF-8 (at byte 8). From Excel or an old system?"),
        ("text\nik\n".encode("utf-16"), {}, "--encoding utf-16"),
        (b"text\nx\n", {"encoding": "klingon"}, "no encoding 'klingon'"),
        (b"text\nx\n", {"encoding": "zip"}, "no encoding 'zip'"),
        (b"text\nx\n", {"lang": "de"}, "Nobody reads 'de' here; there are en, nl."),
        (b"text\nx\n", {"prev": "a", "conversation": "b"}, "not both"),
        (b"", {}, "names of the columns"),
    ],
)
def test_what_cannot_be_read_is_said_before_anything_is_written(tmp_path, given, chosen, said):
    path = tmp_path / "chats.csv"
    path.write_bytes(given)

    with pytest.raises(ArchiveCannotBeRead) as told:
        read_here(path, **chosen)

    assert said in str(told.value)
    assert [each.name for each in tmp_path.iterdir()] == ["chats.csv"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_read_when_asked_for(tmp_path, encoding):
    path = write_csv(tmp_path / "chats.csv", [["café: woedend!"]], names=("text",),
                     encoding=encoding)  # fmt: skip

    out, _ = read_here(path, encoding=encoding)

    assert [row["text"] for row in rows_of_csv(out, encoding=encoding)] == ["café: woedend!"]
