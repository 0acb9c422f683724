"""The reader that this installation has chosen: the engine itself, or another with it behind."""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, NoReturn

from django.conf import settings

from gehoord import tone
from gehoord.tone.readers import NoReading, Reader, WithFallback
from gehoord.tone.readers.contract import BUILT_IN

VERSION_LENGTH = 40
NEEDS = {"classifier": ("torch", "transformers"), "endpoint": ("httpx",)}
logger = logging.getLogger(__name__)


class Chosen(NamedTuple):
    """The settings of the reader."""

    kind: str
    folder: str
    url: str
    model: str
    key: str
    milliseconds: int


class Unusable:
    """Stands for a reader that could not be loaded; `kind` is which."""

    version = ""

    def __init__(self, kind: str) -> None:
        self.name = kind

    def read(
        self, text: str, *, prev: str = "", channel: str = "", lang: str | None = None
    ) -> NoReturn:
        """Has no answer, ever."""
        raise NoReading("broken")


def chosen() -> Chosen:
    """What the settings say now."""
    return Chosen(
        settings.GEHOORD_READER,
        settings.GEHOORD_READER_FOLDER,
        settings.GEHOORD_READER_URL,
        settings.GEHOORD_READER_MODEL,
        settings.GEHOORD_READER_KEY,
        settings.GEHOORD_READER_MILLISECONDS,
    )


def read(text: str, *, previous: str, channel: str) -> tone.Reading:
    """Read a message with the chosen reader; whatever is wrong with it, there is a reading."""
    choice = chosen()
    if choice.kind == BUILT_IN:
        return tone.read(text, prev=previous, channel=channel)
    return _reader(choice).read(text, prev=previous, channel=channel)


def get_ready() -> None:
    """Load the chosen reader before a message has to wait for it."""
    if (choice := chosen()).kind != BUILT_IN:
        _reader(choice)


def version_of(seen: tone.Reading) -> str:
    """The engine with who else read it: `1.1.0+endpoint:mymodel`, `1.1.0 (endpoint: time-out)`."""
    version = tone.ENGINE_VERSION
    if seen.fallback:
        version += f" ({settings.GEHOORD_READER}: {seen.fallback})"
    elif seen.reader != BUILT_IN:
        version += f"+{seen.reader}"
    # Names of models can be long; a message is not lost over that.
    return version if len(version) <= VERSION_LENGTH else f"{version[: VERSION_LENGTH - 1]}…"


def what_is_wrong(choice: Chosen) -> str:
    """Why the chosen reader cannot work, in a sentence for the installer; "" if nothing is."""
    missing = [name for name in NEEDS.get(choice.kind, ()) if not find_spec(name)]
    if missing:
        return f"{' and '.join(missing)} is not installed: pip install 'gehoord[{choice.kind}]'."
    if choice.kind == "classifier":
        return _wrong_with_folder(choice)
    return _wrong_with_address(choice) if choice.kind == "endpoint" else ""


def _wrong_with_folder(choice: Chosen) -> str:
    from gehoord.tone.readers.mapping import ModelDoesNotFit, mapping_in

    if not choice.folder:
        return "Set GEHOORD_READER_FOLDER to the folder of the model."
    if not (folder := Path(choice.folder)).is_dir():
        return f"GEHOORD_READER_FOLDER: there is no folder {folder}."
    try:
        mapping_in(folder)
    except ModelDoesNotFit as error:
        return f"GEHOORD_READER_FOLDER: {error}."
    return ""


def _wrong_with_address(choice: Chosen) -> str:
    from gehoord.tone.readers.chat import AddressIsNotSafe, require_safe

    if not choice.url or not choice.model:
        return "Set GEHOORD_READER_URL and GEHOORD_READER_MODEL."
    try:
        require_safe(choice.url)
    except AddressIsNotSafe as error:
        return f"GEHOORD_READER_URL: {error}."
    return ""


@lru_cache(maxsize=1)
def _reader(choice: Chosen) -> WithFallback:
    limit = choice.milliseconds / 1000
    try:
        other = _other(choice, limit)
    except Exception as error:  # noqa: BLE001 - a reader that does not load loses no message
        logger.error("The reader %s cannot be loaded: %s", choice.kind, error)
        other = Unusable(choice.kind)
    return WithFallback(other, limit=limit)


def _other(choice: Chosen, limit: float) -> Reader:
    if choice.kind == "classifier":
        from gehoord.tone.readers.classifier import Classifier

        return Classifier(Path(choice.folder))
    from gehoord.tone.readers.endpoint import Endpoint

    return Endpoint(choice.url, model=choice.model, key=choice.key, limit=limit)
