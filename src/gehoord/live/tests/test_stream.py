import contextlib
import signal
import time

import pytest

from gehoord.live import publish
from tests.bare.site import bare_site
from tests.services import free_port, redis_running, wait_until


def test_stream_hears_committed_changes_of_its_audiences_only(wired_site):
    sanne = wired_site.listener("sanne", "agent-1,team-1")
    visitor = wired_site.listener("visitor", "visitor-9")
    manager = wired_site.listener("manager", "agent-3,*")
    wired_site.post("announce", topics="case-1", audiences="team-1,visitor-9")
    wired_site.post("announce", topics="case-2", audiences="visitor-9", fail="yes")
    wired_site.post("announce", topics="case-3", audiences="visitor-9")
    wired_site.post("announce", topics="case-4", audiences="team-1,team-2")
    assert sanne.heard_up_to("case-4") == ["case-1", "case-4"]
    assert visitor.heard_up_to("case-3") == ["case-1", "case-3"]
    assert manager.heard_up_to("case-4") == ["case-1", "case-4"]


def test_stream_hears_what_another_process_announced(wired_site):
    sanne = wired_site.listener("sanne", "agent-1,team-1")
    wired_site.post("parcels", labels="parcel-1", nudge="yes")
    assert sanne.heard_up_to("parcel-1")


def test_stream_refuses_a_stranger(site):
    assert site.stream("nobody").status == 401


def test_stream_of_one_caller_is_limited_in_number(site):
    site.post("guests", name="visitor", audiences="visitor-1")
    streams = [site.stream("visitor", "/chat/live") for _ in range(3)]
    assert [stream.status for stream in streams] == [200, 200, 429]
    streams[0].close()
    wait_until(
        lambda: site.stream("visitor", "/chat/live").status == 200, what="room after one has left"
    )


@pytest.mark.parametrize(
    ("path", "origin", "may_read"),
    [
        ("/chat/live", "https://shop.example", True),
        ("/chat/live", "https://elsewhere.example", False),
        ("/live", "https://shop.example", False),
    ],
)
def test_stream_can_be_read_only_by_pages_its_door_names(site, path, origin, may_read):
    site.post("guests", name="guest", audiences="visitor-2")
    stream = site.stream("guest", path, origin=origin)
    assert (f"access-control-allow-origin: {origin}" in stream.head) is may_read
    stream.close()


def test_two_hundred_streams_hold_no_threads_and_one_handle_each(site):
    before = site.state()
    streams = [site.listener(f"agent-{number}", f"agent-{number},team-7") for number in range(200)]
    during = site.state()
    assert during["threads"] - before["threads"] <= 8
    assert during["handles"] - before["handles"] <= 200 + 20
    site.post("announce", topics="case-77", audiences="team-7")
    assert all(stream.heard_up_to("case-77") for stream in streams)


def test_web_process_ends_at_once_although_streams_are_open(tmp_path):
    with bare_site(tmp_path / "site", "web") as site:
        streams = [site.listener(f"agent-{number}", "team-1") for number in range(5)]
        asked_at = time.monotonic()
        site.main.send_signal(signal.SIGTERM)
        assert all(stream.is_ended() for stream in streams)
        site.main.wait(10)
        assert time.monotonic() - asked_at < 4


def test_stream_ends_when_its_caller_loses_the_right_to_it(tmp_path):
    with bare_site(tmp_path / "site", "web", BARE_CHECK_S="0.3") as site:
        sanne, piet = site.listener("sanne", "agent-1,team-1"), site.listener("piet", "agent-2")
        site.post("guests", name="sanne")  # signs out
        assert sanne.is_ended()
        site.post("guests", name="piet", audiences="agent-2,team-5")  # joins a team
        assert piet.heard() == "again"
        site.post("announce", topics="case-5", audiences="team-5")
        assert piet.heard_up_to("case-5")


@pytest.mark.services
def test_stream_says_again_after_the_wire_was_broken(tmp_path):
    port = free_port()
    with contextlib.ExitStack() as stack:
        with redis_running(port=port) as address:
            site = stack.enter_context(bare_site(tmp_path / "site", "web", REDIS_URL=address))
            sanne = site.listener("sanne", "team-1")
        site.post("announce", topics="case-1", audiences="team-1")  # nobody can hear this
        with redis_running(port=port):
            assert sanne.heard() == "again"
            site.post("announce", topics="case-2", audiences="team-1")
            assert sanne.heard_up_to("case-2") == ["case-2"]


def test_announcement_with_a_name_that_could_carry_content_is_refused(site):
    with pytest.raises(ValueError, match="cannot name"):
        publish("case-1\ndata: secret", audiences=["team-1"])
