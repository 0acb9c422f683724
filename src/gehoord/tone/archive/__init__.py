"""Read whole archives of messages: files here, frames of a distributed engine in `frames`."""

from gehoord.tone.archive.choices import ArchiveCannotBeRead, Choices
from gehoord.tone.archive.crew import Crew
from gehoord.tone.archive.run import Summary, read_archive

__all__ = ["ArchiveCannotBeRead", "Choices", "Crew", "Summary", "read_archive"]
