"""`gehoord read` as somebody at a terminal or a nightly job meets it."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from gehoord.__main__ import main
from tests.tone.archives import (
    ANGRY,
    CALM,
    command,
    environment,
    gehoord,
    objects_of,
    rows_of_csv,
    write_csv,
)  # fmt: skip

# As in a terminal: what runs in the background of a shell is deaf to Ctrl-C from the start.
HEARS_INTERRUPTS = ("env", "--default-signal=INT")
LONG_TIME = 60
LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks in /proc")


def test_command_writes_a_copy_beside_the_archive_and_tells_of_broken_lines(tmp_path):
    path = tmp_path / "chats.jsonl"
    path.write_text(f'{{"text": "{ANGRY}"}}\nno json\n', "utf-8")
    path.chmod(0o640)

    done = gehoord("read", path, "--workers", 2)

    copy = tmp_path / "chats.read.jsonl"
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "line 2: not JSON (Expecting value: line 1 column 1 (char 0))",
        f"2 rows, 1 of them broken (see the column error): {copy}",
    ]
    assert objects_of(copy)[0]["anger"] >= 2
    assert copy.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nothing.csv"], 1, "nothing.csv: No such file or directory"),
        (["chats.txt"], 1, "chats.txt is not .csv, .jsonl or .parquet."),
        (["chats.csv", "-o", "chats.jsonl"], 1, "must end in .csv too"),
        (["chats.csv", "-o", "chats.csv"], 1, "cannot take the place of the archive itself"),
        (["chats.csv", "-o", "nowhere/chats.csv"], 1, "No such file or directory"),
        (["chats.csv", "--text", "body"], 1, "There is no column 'body'; there are: id, text."),
        (["chats.csv", "--workers", "0"], 2, "argument --workers"),
        ([], 2, "usage: gehoord read"),
    ],
)
def test_command_says_what_is_wrong_and_leaves_nothing(
    tmp_path, monkeypatch, capsys, words, code, said
):
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "chats.csv", [["1", CALM]])
    (tmp_path / "chats.txt").write_text(CALM)

    try:
        got = main(["read", *words])
    except SystemExit as end:
        got = end.code

    assert got == code
    assert said in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["chats.csv", "chats.txt"]


@pytest.fixture
def under_way(tmp_path, request):
    """A command that reads a large archive, with two others if need be, and has begun to write."""
    workers = getattr(request, "param", 2)
    path = write_csv(tmp_path / "chats.csv", [["1", f"{ANGRY} {CALM}"]] * 40_000)
    reading = subprocess.Popen(
        [*HEARS_INTERRUPTS, *command("read", path, "--workers", workers)],
        env=environment(), stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while not any(each.stat().st_size for each in tmp_path.glob(".*.part")):
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"ended with {reading.wait(0.05)}")
    yield reading
    if reading.poll() is None:
        reading.kill()
    reading.wait()


def others_of(process, *, doing):
    """The processes that one started, of a kind."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(c) for c in children if doing in Path(f"/proc/{c}/cmdline").read_text()]


def is_gone(pid):
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


@LINUX
@pytest.mark.parametrize(
    ("under_way", "signum", "code"),
    [(2, signal.SIGINT, 130), (1, signal.SIGTERM, 143)],
    indirect=["under_way"],
)
def test_interrupted_command_leaves_no_file_and_no_process(tmp_path, under_way, signum, code):
    others = others_of(under_way, doing="spawn_main")
    send = os.killpg if signum == signal.SIGINT else os.kill
    send(under_way.pid, signum)

    _, told = under_way.communicate(timeout=LONG_TIME)

    assert under_way.returncode == code
    assert b"Traceback" not in told
    assert [each.name for each in tmp_path.iterdir()] == ["chats.csv"]
    assert all(is_gone(pid) for pid in others)


@LINUX
def test_killed_worker_is_told_and_not_waited_for(tmp_path, under_way):
    os.kill(others_of(under_way, doing="spawn_main")[0], signal.SIGKILL)

    _, told = under_way.communicate(timeout=LONG_TIME)

    assert under_way.returncode == 1
    assert b"was killed" in told
    assert b"fewer --workers" in told
    assert b"Traceback" not in told
    assert [each.name for each in tmp_path.iterdir()] == ["chats.csv"]


@LINUX
def test_workers_end_when_the_command_is_killed(under_way):
    others = others_of(under_way, doing="spawn_main")
    under_way.kill()
    under_way.wait()

    ends = [os.pidfd_open(pid) for pid in others if not is_gone(pid)]
    for end in ends:
        assert select.select([end], [], [], LONG_TIME)[0]
        os.close(end)


MEASURED = """
import resource, sys
from gehoord.__main__ import main
for path in sys.argv[2:]:
    assert main(["read", path, "--workers", sys.argv[1]]) == 0
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peaks(workers, *paths):
    """The most memory, in megabytes, after each of the archives read by one process."""
    words = [sys.executable, "-c", MEASURED, workers, *map(str, paths)]
    done = subprocess.run(words, env=environment(), capture_output=True, check=True)
    return [int(line) / 1024 for line in done.stdout.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="counts as Linux does")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_memory_does_not_grow_with_the_archive(tmp_path, workers):
    padding = "x" * 100_000
    small = write_csv(tmp_path / "small.csv", [[padding, CALM]] * 20)
    large = write_csv(tmp_path / "large.csv", [[padding, CALM]] * 320)

    before, after = peaks(workers, small, large)

    assert len(rows_of_csv(tmp_path / "large.read.csv")) == 320
    # What was added to the archive are 30 MB.
    assert after - before < 10
