"""A customer who writes in the chat of a running server and answers what the agent says."""

from __future__ import annotations

import time
from collections.abc import Callable

from gehoord.demo.chat_door import ChatDoor
from gehoord.demo.temper import LiveStory, Temper

LETTERS_A_SECOND = 14
LONGEST_TYPING = 9.0
TYPING_SHOWN_EVERY = 3.0
LOOKS_EVERY = 2.0
READS_FOR = 4.0
WAITS = 75.0
GIVES_UP_AFTER = 15 * 60.0


class LiveCustomer:
    """Plays one story. `speed` 2 is twice as fast as a person; `tell` hears what happens."""

    def __init__(
        self,
        door: ChatDoor,
        story: LiveStory,
        *,
        speed: float = 1.0,
        tell: Callable[[str], object] = lambda line: None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.door, self.story, self.temper = door, story, Temper(story)
        self.speed, self.tell, self.sleep = speed, tell, sleep
        self._seen: set[str] = set()

    def begin(self) -> None:
        """Open the chat and say what is wrong. Raises DoorIsClosed."""
        self.door.start()
        for words in self.story.opening:
            self._write(words)

    def look(self) -> bool:
        """Read what came in and answer it. Whether there was something new.

        Raises DoorIsClosed.
        """
        fresh = [(key, text) for key, text in self.door.replies() if key not in self._seen]
        if not fresh:
            return False
        self._seen.update(key for key, _ in fresh)
        for _, text in fresh:
            self.tell(f"  agent:    {text}")
        self._pause(READS_FOR)
        self._write(self.temper.react("\n".join(text for _, text in fresh)))
        return True

    def play(self) -> bool:
        """Play to the end. False if the customer gave up waiting. Raises DoorIsClosed."""
        self.begin()
        waited = total = 0.0
        while not self.temper.is_done:
            if self.look():
                waited = total = 0.0
                continue
            self._pause(LOOKS_EVERY)
            waited, total = waited + LOOKS_EVERY, total + LOOKS_EVERY
            if waited >= WAITS and (words := self.temper.wait()) is not None:
                self._write(words)
                waited = 0.0
            if total >= GIVES_UP_AFTER:
                return False
        return True

    def _write(self, words: str) -> None:
        left = min(LONGEST_TYPING, len(words) / LETTERS_A_SECOND)
        while left > 0:
            self.door.show_typing()
            self._pause(min(left, TYPING_SHOWN_EVERY))
            left -= TYPING_SHOWN_EVERY
        self.door.write(words)
        self.tell(f"  customer: {words}")

    def _pause(self, seconds: float) -> None:
        # Below this a fast customer would knock more often than the server lets anybody.
        self.sleep(max(seconds / self.speed, 0.2))
