"""Real servers for tests: Redis and PostgreSQL on a free port, and processes of Gehoord itself."""

import atexit
import contextlib
import functools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("GEHOORD_DATA", "GEHOORD_STATIC")
"""Settings in which two installations always differ."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], object], *, what: str, within_s: float = 60):
    """Ask again and again until the answer is true, and return it; fail if that takes too long."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {within_s} s")


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def missing(what: str) -> None:
    """Skip the test, or fail it where everything is supposed to be there."""
    if os.environ.get("GEHOORD_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is not installed, and GEHOORD_REQUIRE_SERVICES=1 asks for it.")
    pytest.skip(f"{what} is not installed")


@contextlib.contextmanager
def running(
    command: list[str], *, ending: signal.Signals = signal.SIGTERM, **options
) -> Iterator[subprocess.Popen]:
    """A process that is ended by a signal when the test is done, and then its group by force."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def redis_running(*, port: int | None = None) -> Iterator[str]:
    """A Redis of its own; yields its address."""
    program = shutil.which("redis-server")
    if program is None:
        missing("redis-server")
    port = port or free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running(command, stdout=subprocess.DEVNULL):
        wait_until(lambda: is_listening(port), what="redis-server")
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def postgresql_running(*, port: int | None = None, is_durable: bool = False) -> Iterator[str]:
    """A PostgreSQL server of its own with an empty database; yields its address.

    Tests need no disk; `is_durable` waits for it at every commit, as a real server does.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        missing("PostgreSQL")
    port = port or free_port()
    directory = Path(tempfile.mkdtemp(prefix="gehoord-pg-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(directory, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]
    data = directory / "data"
    initialise = [*as_owner, str(programs[-1] / "initdb"), "-D", str(data), "-U", "gehoord"]
    subprocess.run(
        [*initialise, "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    fsync = "on" if is_durable else "off"
    options = [f"fsync={fsync}", f"unix_socket_directories={directory}", "max_connections=200"]
    server = [*as_owner, str(programs[-1] / "postgres"), "-D", str(data), "-p", str(port)]
    server += [word for option in options for word in ("-c", option)]
    try:
        # SIGINT is PostgreSQL's quick end: it does not wait for its clients.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
        with running(server, ending=signal.SIGINT, **quiet):
            address = f"postgresql://gehoord@127.0.0.1:{port}/postgres"
            wait_until(lambda: _answers(address), what="PostgreSQL")
            yield address
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _answers(address: str) -> bool:
    import psycopg

    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis for this test run."""
    with redis_running() as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL server for this test run."""
    with postgresql_running() as address:
        yield address


def gehoord(*words: str) -> list[str]:
    """The command line of `gehoord …` in this checkout."""
    return [sys.executable, "-m", "gehoord.config.command", *words]


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a Gehoord process that keeps its things in `data`."""
    outer = {key: value for key, value in os.environ.items() if not key.startswith("GEHOORD_")}
    for key in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        outer.pop(key, None)
    own = {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "GEHOORD_DATA": str(data),
        "GEHOORD_SECRET_KEY": "only for tests",
        "GEHOORD_HOSTS": "127.0.0.1,localhost",
    }
    return outer | own | {key: value for key, value in settings.items() if value}


def make_tables(env: dict[str, str]) -> None:
    """The empty database of an installation; on SQLite a copy of one that was made before."""
    if "DATABASE_URL" in env:
        subprocess.run(gehoord("migrate", "-v0"), env=env, check=True, cwd=ROOT)
        return
    settings = {key: value for key, value in env.items() if key not in PLACES}
    made = _made_with(tuple(sorted(settings.items())))
    shutil.copytree(made, env["GEHOORD_DATA"], dirs_exist_ok=True)


@functools.cache
def _made_with(settings: tuple[tuple[str, str], ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gehoord-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env = dict(settings) | {"GEHOORD_DATA": str(folder)}
    subprocess.run(gehoord("migrate", "-v0"), env=env, check=True, cwd=ROOT)
    return folder


def chromium() -> str:
    """The path of the system's Chromium, for Playwright."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("Chromium")
    return found
