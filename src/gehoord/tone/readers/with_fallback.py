"""Ask another reader for a limited time, and fall back on the engine when it does not work."""

from __future__ import annotations

import logging
from dataclasses import replace

from gehoord.tone.readers.breaker import REST, Breaker
from gehoord.tone.readers.certain import merged
from gehoord.tone.readers.contract import Asked, NoReading, Reader, signature
from gehoord.tone.readers.patience import NoAnswer, Patience
from gehoord.tone.reading.model import Reading

LIMIT = 2.0
# Not the reader's fault: it stays trusted with the next message.
BLAMELESS = frozenset(("language", "too-long", "busy", "resting"))
Answer = Reading | NoReading
logger = logging.getLogger(__name__)


class WithFallback:
    """A reader that always answers within `limit` seconds more than the engine itself needs.

    Its reading says who made it: `reader`, and `fallback` with the reason why it is the
    built-in one. After three failures in a row the other reader rests for `rest` seconds.
    """

    def __init__(self, other: Reader, *, limit: float = LIMIT, rest: float = REST) -> None:
        self.other = other
        self._limit = limit
        self._breaker = Breaker(rest=rest)
        self._patience = Patience()

    @property
    def name(self) -> str:
        return self.other.name

    @property
    def version(self) -> str:
        return self.other.version

    def read(
        self, text: str, *, prev: str = "", channel: str = "", lang: str | None = None
    ) -> Reading:
        """Read a message; raises nothing that the engine itself does not raise."""
        asked = Asked(text, prev, channel, lang)
        sure = asked.of_built_in()
        if not self._breaker.may_try():
            return replace(sure, fallback="resting")
        answer = self._answer(asked, sure)
        if isinstance(answer, Reading):
            self._breaker.succeeded()
            return answer
        if answer.reason not in BLAMELESS:
            self._note(answer.reason)
        return replace(sure, fallback=answer.reason)

    def _note(self, reason: str) -> None:
        logger.warning("%s gave no reading: %s", signature(self.other), reason)
        if self._breaker.failed():
            logger.error("%s is left alone for a while", signature(self.other))

    def _answer(self, asked: Asked, sure: Reading) -> Answer:
        """The merged reading, or why there is none; never later than the limit."""
        try:
            return self._patience.wait_for(lambda: self._ask(asked, sure), limit=self._limit)
        except NoAnswer as none:
            return NoReading(none.reason)

    def _ask(self, asked: Asked, sure: Reading) -> Answer:
        try:
            seen = asked.of(self.other)
            if not seen.is_read:
                return NoReading("language")
            return replace(merged(asked.text, sure, seen), reader=signature(self.other))
        except NoReading as reason:
            return reason
        except BaseException as error:  # noqa: BLE001
            # Whatever is wrong with it, the message is read. Its words may quote the message.
            logger.warning("%s stopped with %s", self.name, type(error).__name__)
            return NoReading("broken")
