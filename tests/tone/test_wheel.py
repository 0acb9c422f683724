"""The engine as others get it: a wheel, without the workspace and what that needs."""

import shutil
import subprocess
import sys
import venv
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.tone.archives import ANGRY, rows_of_csv, write_csv

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
USER = """\
from gehoord.tone import Course, Finding, Reading, coach, course, read

reading: Reading = read("Dit is al mijn vierde mail. Niemand belt terug!", prev="", lang="nl")
findings: list[Finding] = list(coach("Zoals ik al zei: dat klopt niet."))
together: Course = course([reading, reading])
reveal_type(reading.anger)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An environment of its own, with the wheel and nothing but what the wheel asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    words = [sys.executable, "-m", "pip", "--quiet", "--python", python, "install"]
    subprocess.run([*words, "--no-deps", "--no-index", wheel(folder)], check=True)
    site = next((folder / "venv").glob("lib/*/site-packages"))
    installed = PathDistribution(next(site.glob("gehoord-*.dist-info")))
    for name in needed(installed.requires or ()):
        link(name, site)
    return folder


def wheel(folder):
    """Built from a copy, so that nothing is left in the checkout."""
    source = folder / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("*.egg-info"))
    shutil.copytree(ROOT / "requirements", source / "requirements")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    words = [sys.executable, "-c", BUILD, folder]
    subprocess.run(words, cwd=source, check=True, capture_output=True)
    return next(folder.glob("gehoord-*.whl"))


def needed(requirements):
    """The names of all that these need, without the extras nobody asked for."""
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
            yield from needed(distribution(requirement.name).requires or ())


def link(name, site):
    """Let an environment share a library with this one."""
    tops = {path.parts[0] for path in distribution(name).files if path.parts[0] != ".."}
    for top in tops - {"__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(distribution(name).locate_file(top))


def run(place, *words):
    command = [str(place / "venv" / "bin" / words[0]), *map(str, words[1:])]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_engine_works_without_the_workspace(place):
    code = "from gehoord.tone import coach, course, read; print(read(input()).anger)"

    done = subprocess.run(
        [place / "venv" / "bin" / "python", "-c", code], input=ANGRY, cwd=place,
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert int(done.stdout) >= 2
    assert "No module named 'django'" in run(place, "python", "-c", "import django").stderr


def test_command_reads_an_archive_and_says_how_to_get_the_rest(place):
    path = write_csv(place / "chats.csv", [["1", ANGRY]])

    done = run(place, "gehoord", "read", path.name, "--workers", 2)

    assert done.returncode == 0, done.stderr
    assert int(rows_of_csv(place / "chats.read.csv")[0]["anger"]) >= 2
    (place / "chats.parquet").touch()
    assert "gehoord[archive]" in run(place, "gehoord", "read", "chats.parquet").stderr
    served = run(place, "gehoord", "serve")
    assert served.returncode == 2
    assert "gehoord[desk]" in served.stderr
    assert "gehoord read FILE" in run(place, "gehoord").stdout


def test_engine_is_typed_for_those_who_use_it(place):
    (place / "user.py").write_text(USER, "utf-8")
    # Only to be quick: nothing of numpy shows in what the engine gives.
    (place / "mypy.ini").write_text("[mypy]\n[mypy-numpy.*]\nfollow_imports = skip\n", "utf-8")
    words = [sys.executable, "-m", "mypy", "--strict", "--python-executable",
             place / "venv" / "bin" / "python", "user.py"]  # fmt: skip

    done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)

    assert 'Revealed type is "builtins.int"' in done.stdout
    assert "Success" in done.stdout
