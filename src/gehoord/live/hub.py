"""One reader thread per process hears every announcement and hands it to the streams it is for."""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

from gehoord.live import wire
from gehoord.live.wire import Announcement

logger = logging.getLogger(__name__)

MOST_PENDING = 200
EVERY_TEAM = "*"
"""An audience that hears what is announced to any `team-…`."""
LONGEST_PAUSE_S = 5.0


class Subscription:
    """What one stream still has to tell its browser. Touched only in its own event loop.

    The same topic is kept once, for it says "fetch again", and too many topics become the one
    word *again*: a slow browser gets a coarser answer, never a missing one.
    """

    def __init__(self, audiences: frozenset[str], loop: asyncio.AbstractEventLoop) -> None:
        self.audiences = audiences
        self.loop = loop
        self.is_again = False
        self.is_closed = False
        self._topics: dict[str, None] = {}
        self._wake = asyncio.Event()

    def tell(self, topics: Iterable[str]) -> None:
        """Add topics that changed."""
        self._topics.update(dict.fromkeys(topics))
        if len(self._topics) > MOST_PENDING:
            self.tell_again()
        self._wake.set()

    def tell_again(self) -> None:
        """Replace all topics by the one word that everything may have changed."""
        self._topics.clear()
        self.is_again = True
        self._wake.set()

    def close(self) -> None:
        """End the stream."""
        self.is_closed = True
        self._wake.set()

    async def wait(self, timeout_s: float) -> tuple[bool, list[str]]:
        """Wait for news, at most so long; returns whether all may have changed, and the topics."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._wake.wait()
        except TimeoutError:
            return False, []
        self._wake.clear()
        is_again, topics = self.is_again, list(self._topics)
        self.is_again = False
        self._topics.clear()
        return is_again, topics


class Hub:
    """The streams of this process by audience, fed by one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[Subscription] = set()
        self._by_audience: dict[str, set[Subscription]] = defaultdict(set)
        self._reader: threading.Thread | None = None
        self._stop = threading.Event()
        self._is_listening = False

    def subscribe(self, audiences: frozenset[str]) -> Subscription:
        """Open the ears of one stream; call it in the stream's event loop.

        The first word it hears is *again*, at the moment from which nothing is missed.
        """
        subscription = Subscription(audiences, asyncio.get_running_loop())
        with self._lock:
            self._open.add(subscription)
            self._index(subscription)
            if self._is_listening:
                subscription.tell_again()
            if self._stop.is_set():
                subscription.close()
            elif self._reader is None:
                self._reader = threading.Thread(target=self._read, name="live", daemon=True)
                self._reader.start()
        return subscription

    def move(self, subscription: Subscription, audiences: frozenset[str]) -> None:
        """Let a stream hear other audiences from now on, e.g. when an agent changed teams."""
        with self._lock:
            self._unindex(subscription)
            subscription.audiences = audiences
            self._index(subscription)

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a stream that ended."""
        with self._lock:
            self._open.discard(subscription)
            self._unindex(subscription)

    def count(self) -> int:
        """How many streams are open in this process."""
        return len(self._all())

    def close(self) -> None:
        """End all streams and the reader thread, because this process ends."""
        self._stop.set()
        for subscription in self._all():
            _call(subscription, subscription.close)

    def deliver(self, announcements: Iterable[Announcement]) -> None:
        """Hand topics to the streams whose audience they name."""
        topics: dict[Subscription, dict[str, None]] = defaultdict(dict)
        with self._lock:
            for topic, audiences in announcements:
                for subscription in self._hearing(audiences):
                    topics[subscription][topic] = None
        by_loop: dict[asyncio.AbstractEventLoop, dict[Subscription, dict[str, None]]]
        by_loop = defaultdict(dict)
        for subscription, news in topics.items():
            by_loop[subscription.loop][subscription] = news
        for loop, batch in by_loop.items():
            _call_in(loop, _tell_all, batch)

    def again(self) -> None:
        """Have every browser fetch everything, because something may have been missed."""
        with self._lock:
            self._is_listening = True
        for subscription in self._all():
            _call(subscription, subscription.tell_again)

    def _hearing(self, audiences: Iterable[str]) -> set[Subscription]:
        hearing: set[Subscription] = set()
        for audience in audiences:
            hearing |= self._by_audience.get(audience, set())
            if audience.startswith("team-"):
                hearing |= self._by_audience.get(EVERY_TEAM, set())
        return hearing

    def _index(self, subscription: Subscription) -> None:
        for audience in subscription.audiences:
            self._by_audience[audience].add(subscription)

    def _unindex(self, subscription: Subscription) -> None:
        for audience in subscription.audiences:
            listeners = self._by_audience[audience]
            listeners.discard(subscription)
            if not listeners:
                del self._by_audience[audience]

    def _all(self) -> set[Subscription]:
        with self._lock:
            return set(self._open)

    def _read(self) -> None:
        pause_s = 0.1
        while not self._stop.is_set():
            try:
                for heard in wire.chosen().listen(self._stop):
                    pause_s = 0.1
                    if heard is None:
                        self.again()
                    else:
                        self.deliver(heard)
            except Exception:
                self._is_listening = False
                logger.warning("the live wire broke; trying again", exc_info=True)
                self._stop.wait(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def _tell_all(batch: dict[Subscription, dict[str, None]]) -> None:
    for subscription, topics in batch.items():
        subscription.tell(topics)


def _call(subscription: Subscription, function: Callable[[], None]) -> None:
    _call_in(subscription.loop, function)


def _call_in(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: object) -> None:
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        logger.debug("a stream's event loop has ended")


hub = Hub()
"""The hub of this process."""
