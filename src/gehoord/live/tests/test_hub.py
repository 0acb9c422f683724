import asyncio

from gehoord.live.hub import MOST_PENDING, Subscription


def test_slow_stream_hears_again_instead_of_losing_topics():
    async def browser():
        subscription = Subscription(frozenset({"team-1"}), asyncio.get_running_loop())
        subscription.tell(f"case-{number}" for number in range(MOST_PENDING + 1))
        return await subscription.wait(1)

    assert asyncio.run(browser()) == (True, [])


def test_stream_hears_a_topic_once_however_often_it_changed_meanwhile():
    async def browser():
        subscription = Subscription(frozenset({"team-1"}), asyncio.get_running_loop())
        subscription.tell(["case-1", "case-2"])
        subscription.tell(["case-1"])
        return await subscription.wait(1)

    assert asyncio.run(browser()) == (False, ["case-1", "case-2"])
