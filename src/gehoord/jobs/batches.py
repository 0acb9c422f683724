from collections.abc import Callable

from gehoord.jobs.due import stopping


def until_done(batch: Callable[[], int]) -> int:
    """Do a piece of work again until it finds nothing more; returns how much there was.

    Each piece is its own transaction: when the process is asked to end, what is left waits for
    the next time.
    """
    done = 0
    while not stopping.is_set() and (handled := batch()):
        done += handled
    return done
