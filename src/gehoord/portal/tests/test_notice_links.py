"""The link in a notice, in the hands of robots, guessers and people who type whatever they want."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gehoord.accounts.models import AuditEvent
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.appealing import term_ends
from gehoord.limits.ladder.records import Kind
from gehoord.limits.links import measure_with, token_of
from gehoord.limits.models import Appeal, Measure
from gehoord.limits.tests.measures import make_measure
from gehoord.limits.wording.telling import on_day
from gehoord.portal.rates import counter
from tests.factories import make_case, make_house


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()
    counter.cache_clear()


@pytest.fixture
def measure(db: None) -> Measure:
    case = make_case(name="R. Hoekstra")
    measure = make_measure(case.customer, Kind.FLAG, conversation=case.conversations.get())
    measure.notices.create(way="letter", text="Wat er was.", written_at=timezone.now())
    return measure


def path(token: str) -> str:
    return f"/house-rules/notice/{token}/"


def kept() -> tuple[int, int]:
    return Appeal.objects.count(), Measure.objects.count()


def test_a_program_that_opens_every_link_files_nothing(measure):
    token = token_of(measure)
    before = kept(), list(Measure.objects.values())
    for url in (path(token), path(token) + "?words=Oneens", path(token) + "letter.pdf"):
        for method in ("get", "head", "options", "put", "patch", "delete"):
            assert getattr(Client(), method)(url).status_code in (200, 405)

    assert (kept(), list(Measure.objects.values())) == before


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_link_that_was_changed_opens_nothing(measure, data):
    token = token_of(measure)
    at = data.draw(st.integers(0, len(token) - 1))
    letters = "abcXYZ012-_:.=%é\x00"
    changed = data.draw(
        st.one_of(
            st.just(token[:at]),
            st.just(token[at + 1 :]),
            st.sampled_from(letters).map(lambda each: token[:at] + each + token[at + 1 :]),
            st.text(letters, max_size=80),
        )
    )
    if changed != token:
        assert measure_with(changed, at=timezone.now()) is None


def test_the_link_of_one_notice_opens_no_other(measure):
    other = make_measure(make_case().customer, Kind.FLAG)
    number, _sign, signature = token_of(measure).rpartition(":")
    of_other = token_of(other).rpartition(":")[0]

    assert Client().get(path(f"{number}:{signature}")).status_code == 200
    assert Client().get(path(f"{of_other}:{signature}")).status_code == 404


def test_a_link_of_what_was_erased_opens_nothing(measure):
    token = token_of(measure)
    measure.delete()

    assert Client().get(path(token)).status_code == 404
    assert Client().post(path(token), {"words": "Oneens."}).status_code == 404
    # Nobody else gets its number.
    assert token_of(make_measure(make_case().customer, Kind.FLAG)) != token


def test_an_appeal_may_be_filed_up_to_the_end_of_the_last_day(measure):
    ends_at = term_ends(measure.told_at, calendar())
    token = token_of(measure)

    assert measure_with(token, at=ends_at - timedelta(seconds=1)) == measure
    assert measure_with(token, at=ends_at) is None
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told_at = midnight - timedelta(days=42)
    Measure.objects.filter(pk=measure.pk).update(told_at=told_at)
    Client().post(path(token), {"words": "Net op tijd."})
    assert Appeal.objects.get().words == "Net op tijd."


def test_days_that_are_promised_are_the_last_on_which_it_is_in_time(measure):
    """A term ends at midnight: who reads the day after would come a day too late, or wait a day."""
    client, told_at = Client(), measure.told_at.astimezone(calendar())
    page = client.get(path(token_of(measure))).content.decode()
    assert f"tot en met {on_day(told_at + timedelta(days=42))}" in page

    client.post(path(token_of(measure)), {"words": "Oneens."})
    decide_by = Appeal.objects.get().decide_by.astimezone(calendar())
    page = client.get(path(token_of(measure))).content.decode()
    assert f"uiterlijk {on_day(decide_by - timedelta(days=1))}" in page


TYPED = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)> {{ page.token }} {% now 'Y' %}",
    "turned around": "a\u202egro\u2066",
    "pictures": "🖕🏽" * 200,
    "no Latin": "أنت كلب 你是猪",
    "formulas": '=HYPERLINK("http://x") \' OR 1=1 --',
}


@pytest.mark.parametrize("words", TYPED.values(), ids=TYPED)
def test_an_appeal_is_kept_as_it_was_typed_and_never_run(measure, words):
    make_house()
    client = Client()
    client.post(path(token_of(measure)), {"words": words})

    assert Appeal.objects.get().words == words
    page = client.get(path(token_of(measure))).content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")


@pytest.mark.parametrize(
    "words", ["a\x00b", "x" * 10_001, "x" * 1_000_000, "", " \n\t ", "\u200b\u2060"]
)
def test_an_appeal_that_cannot_be_kept_is_said_and_not_taken(measure, words):
    response = Client().post(path(token_of(measure)), {"words": words})

    assert response.status_code == 422
    assert "<textarea" in response.content.decode()
    assert not Appeal.objects.exists()


def test_far_too_much_is_refused_without_a_fault(measure):
    response = Client().post(path(token_of(measure)), {"words": "x" * 5_000_000})

    assert response.status_code in (400, 413, 422)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("name", ["#panic()", "🖕 你是猪", "<b>R.</b>", "$a$ *b* @c \\", "R\u202e"])
def test_the_letter_comes_whatever_he_is_called(measure, name):
    measure.customer.name = name
    measure.customer.save()
    measure.notices.update(text=f"U schreef: ‘{name}’.\n\nDaarom.")

    letter = Client().get(path(token_of(measure)) + "letter.pdf")

    assert letter.content.startswith(b"%PDF-")
    assert letter.status_code == 200


def test_looking_leaves_no_trace_of_who_looked(measure):
    before = AuditEvent.objects.count()
    Client().get(path(token_of(measure)))

    assert AuditEvent.objects.count() == before


def test_a_page_of_a_notice_is_kept_by_nobody_on_the_way(measure):
    response = Client().get(path(token_of(measure)))

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response.get("X-Robots-Tag", "") + response.content.decode()
