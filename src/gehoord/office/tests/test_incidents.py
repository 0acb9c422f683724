"""The register of incidents, the house rules and the figures: who sees what, and what never."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gehoord.accounts.models import AuditEvent, Role
from gehoord.contacts.models import Channel
from gehoord.limits.actions import begin_safety, confirm_behaviour, warn_customer
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import HouseRules, Incident, Measure
from gehoord.office.limits_fair import FEWEST, fair_ladder, wilson
from tests.factories import make_agent, make_customer_message, make_team

pytestmark = pytest.mark.django_db
INSULT = "Wat ben jij een sukkel"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team():
    return make_team(name="Wonen")


@pytest.fixture
def noor(team):
    return make_agent(name="Noor Haan", team=team)


@pytest.fixture
def vera():
    return make_agent(name="Vera Pool", roles=[Role.SAFETY])


def warned(team, agent, **message):
    said = make_customer_message(team=team, text=INSULT, name="Rik Post", **message)
    confirm_behaviour(
        message=said,
        conversation=said.conversation,
        level=Level.PERSONAL,
        quotes=[INSULT],
        by=agent,
    )
    return warn_customer(
        conversation=said.conversation,
        by=agent,
        warned=Warned("Hulp.", "Gedrag.", "Gevolg."),
        submission=uuid4(),
    )


@pytest.fixture
def incident(team, noor):
    warned(team, noor)
    return Incident.objects.get()


def test_warning_enters_the_register_with_the_words_and_to_whom(client, incident, noor, vera):
    client.force_login(vera)
    page = client.get(f"/office/incidents/{incident.pk}/").text

    assert INSULT in page
    assert "Noor Haan" in page
    assert incident.kind == "warning"


def test_only_the_safety_officer_sees_names_and_an_agent_his_own(client, incident, noor, team):
    for roles in ([Role.LEAD], [Role.MANAGER], [Role.ADMIN], [Role.PRIVACY], [Role.COMPLAINTS]):
        client.force_login(make_agent(team=team, roles=roles))
        assert client.get(f"/office/incidents/{incident.pk}/").status_code == 404
    client.force_login(noor)
    assert INSULT in client.get("/office/incidents/mine/").text
    client.force_login(make_agent(team=team))
    assert INSULT not in client.get("/office/incidents/mine/").text


def test_what_it_did_is_told_by_the_agent_himself_or_not_at_all(client, incident, noor, team):
    address = f"/office/incidents/{incident.pk}/effect/"
    name = f"{incident.pk}-effect"
    client.force_login(make_agent(team=team))
    assert client.post(address, {name: "Hij was bang."}).status_code == 404
    client.force_login(noor)
    client.post(address, {name: "Ik sliep slecht."})
    incident.refresh_from_db()
    assert incident.effect == "Ik sliep slecht."
    client.post(address, {name: ""})
    incident.refresh_from_db()
    assert incident.effect == ""
    assert "slecht" not in str(list(AuditEvent.objects.values()))


def test_report_to_the_police_is_on_the_organisations_address(client, incident, vera):
    HouseRules.current()
    HouseRules.objects.update(postal_address="Postbus 1\nUtrecht")
    client.force_login(vera)
    form = {"facts": "Hij belde terug.", "police": "reported", "police_number": "PL-12"}
    assert client.post(f"/office/incidents/{incident.pk}/", form).status_code == 302

    incident.refresh_from_db()
    assert incident.police_address == "Postbus 1\nUtrecht"
    assert "Utrecht" in client.get(f"/office/incidents/{incident.pk}/").text


def test_evidence_is_handed_out_whole_or_not_at_all(client, incident, vera):
    client.force_login(vera)
    client.post(f"/office/incidents/{incident.pk}/copy/")
    pack = incident.packs.get()
    answer = client.post(f"/office/incidents/copies/{pack.pk}/")
    assert answer.content.startswith(b"PK")
    assert AuditEvent.objects.filter(what="evidence handed out", actor=vera).count() == 1

    with default_storage.open(pack.path, "ab") as file:
        file.write(b"x")
    answer = client.post(f"/office/incidents/copies/{pack.pk}/", follow=True)
    assert "niet de kopie die is bewaard" in answer.text
    assert AuditEvent.objects.filter(what="evidence handed out").count() == 1


def test_evidence_pack_ticks_the_step_of_the_safety_route(client, incident, vera, noor):
    route = begin_safety(case=incident.case, by=noor)
    client.force_login(vera)
    page = client.get(f"/safety/{route.pk}/").text
    assert f"/office/incidents/{incident.pk}/#evidence" in page

    client.post(f"/office/incidents/{incident.pk}/copy/")

    route.refresh_from_db()
    assert route.done["evidence"]["by"] == vera.called
    assert "#evidence" not in client.get(f"/safety/{route.pk}/").text
    done = route.done["evidence"]
    client.post(f"/office/incidents/{incident.pk}/copy/")
    route.refresh_from_db()
    assert route.done["evidence"] == done


def test_link_to_the_evidence_is_for_the_safety_officer(client, incident, noor):
    route = begin_safety(case=incident.case, by=noor)
    client.force_login(noor)
    assert "#evidence" not in client.get(f"/safety/{route.pk}/").text


@pytest.mark.parametrize("level", [0, 1])
def test_being_angry_is_no_incident(client, team, noor, level):
    case = make_customer_message(team=team).case
    client.force_login(noor)
    form = {"level": level, "happened_at": "2026-11-02T10:00", "facts": "Boos."}
    assert client.post(f"/office/incidents/cases/{case.pk}/", form).status_code == 422
    form["level"] = 2
    assert client.post(f"/office/incidents/cases/{case.pk}/", form).status_code == 302
    assert Incident.objects.get().measures.count() == 0
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("warning_hours", 24),
        ("cool_off_hours", 24),
        ("flag_days", 90),
        ("arrangement_months", 6),
        ("block_months", 12),
    ],
)
def test_house_makes_measures_shorter_never_longer(client, name, longest):
    client.force_login(make_agent(roles=[Role.ADMIN]))
    form = {
        "country": "nl",
        "warning_hours": 24,
        "cool_off_hours": 2,
        "flag_days": 90,
        "arrangement_months": 6,
        "block_months": 12,
        "form_of_address": "u",
        "decides_block_1": ["manager", "complaints"],
    }
    for wrong in (longest + 1, 0, -1):
        answer = client.post("/office/house-rules/", form | {name: wrong})
        assert answer.status_code == 422
    assert client.post("/office/house-rules/", form | {name: 1}).status_code == 302
    assert getattr(HouseRules.current(), name) == 1
    assert AuditEvent.objects.filter(what="house rules changed").exists()


def test_fair_ladder_hides_few_and_has_no_agent_in_it(client, team, noor):
    warned(team, noor)
    for _ in range(FEWEST - 2):
        make_customer_message(team=team)
    client.force_login(make_agent(name="Ilse Bos", roles=[Role.MANAGER]))
    page = client.get("/office/house-rules/figures/").text
    assert "niet getoond" in page
    assert not fair_ladder().channels[0].is_shown

    make_customer_message(team=team)
    page = client.get("/office/house-rules/figures/").text
    share = fair_ladder().channels[0]
    assert (share.conversations, share.measures) == (FEWEST, 1)
    assert share.per_thousand == 100
    assert "100,0" in page
    assert "Noor" not in page
    assert str(Channel.WEBCHAT.label) in page


def test_fair_ladder_leaves_out_what_was_unjustified_and_what_is_old(team, noor):
    warned(team, noor)
    assert fair_ladder().channels[0].measures == 1
    Measure.objects.update(state="withdrawn")
    assert fair_ladder().channels[0].measures == 0
    Measure.objects.update(state="active")
    assert fair_ladder(at=timezone.now() + timedelta(days=400)).channels == []


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_margin_holds_the_share_and_shrinks_with_more(counted):
    found, number = counted
    low, high = wilson(found, number)
    share = found / number
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    more = wilson(found * 4, number * 4)
    assert more[1] - more[0] < high - low
