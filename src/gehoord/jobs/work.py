"""`gehoord work`: worker threads for the nudges, the sweep and the timetable."""

import logging

from huey.consumer import Consumer

from gehoord.jobs import due
from gehoord.jobs.companions import start_companions
from gehoord.jobs.lanes import Lanes
from gehoord.jobs.queue import drain_task, open_queue
from gehoord.jobs.sweep import Sweep

logger = logging.getLogger(__name__)

SHUTDOWN_S = 20


class WorkProcess(Consumer):  # type: ignore[misc]
    """huey's consumer, which on SIGTERM finishes the rows in hand and claims no others."""

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - huey's signature
        """End the threads."""
        due.stopping.set()
        super().stop(graceful)


def work(*, threads: int = 4) -> None:
    """Work until SIGTERM or SIGINT; call it in the main thread of a process of its own."""
    drain_task()
    sweep, lanes = Sweep(), Lanes()
    consumer = WorkProcess(
        open_queue(),
        workers=threads,
        periodic=False,  # our timetable is rows, so that one machine of many runs a job
        initial_delay=0.02,
        backoff=1.2,
        max_delay=0.1,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN_S,
    )
    lanes.start()
    sweep.start()
    companions = start_companions()
    logger.info("working with %s threads", threads)
    consumer.run()
    for each in companions:
        each.end()
    sweep.end()
    lanes.end()
