"""The file beside a model that says what its labels mean in ours."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gehoord.tone.readers.contract import LABELS

FILE = "gehoord.toml"


class ModelDoesNotFit(ValueError):
    """A model or its `gehoord.toml` cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One of our fields, and what each label of the model means in it.

    A label counts from a chance of `least` on; texts in other `languages` are not given to it.
    """

    field: str
    labels: dict[str, str]
    languages: frozenset[str]
    version: str
    least: float


def mapping_in(folder: Path) -> Mapping:
    """The mapping of a model; raises ModelDoesNotFit if it is missing or wrong."""
    try:
        given: dict[str, Any] = tomllib.loads((folder / FILE).read_text("utf-8"))
    except OSError as error:
        raise ModelDoesNotFit(f"{folder / FILE}: {error.strerror}") from None
    except ValueError as error:
        raise ModelDoesNotFit(f"{folder / FILE}: {error}") from None
    field, labels = given.get("field"), given.get("labels")
    if not isinstance(field, str) or field not in LABELS:
        raise ModelDoesNotFit(f"{FILE}: field must be one of {', '.join(LABELS)}")
    if not isinstance(labels, dict) or not labels:
        raise ModelDoesNotFit(f"{FILE}: [labels] is missing")
    if strange := [value for value in labels.values() if str(value) not in LABELS[field]]:
        raise ModelDoesNotFit(f"{FILE}: {strange[0]!r} is not one of {', '.join(LABELS[field])}")
    return Mapping(
        field=field,
        labels={name: str(value) for name, value in labels.items()},
        languages=frozenset(given.get("languages") or ("nl",)),
        version=str(given.get("version") or folder.name),
        least=_least(given.get("least", 0.5)),
    )


def _least(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 1:
        raise ModelDoesNotFit(f"{FILE}: least must lie between 0 and 1")
    return float(given)
