"""Who may see which page: every address of the product, as a visitor and as a stranger."""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, reverse
from django.urls.exceptions import NoReverseMatch

from gehoord.accounts.models import ANSWERS_CUSTOMERS, Role
from gehoord.cases.actions import add_part, write_note
from gehoord.cases.models import Attachment
from gehoord.office.entrance import (
    COUNTERS,
    DECIDERS,
    EXPORTERS,
    LEADERS,
    LISTENERS,
    MAIL_DECIDERS,
    REGISTERS,
    SUPERVISORS,
)
from tests.factories import make_agent, make_case, make_customer_message, make_reply, make_team
from tests.test_conventions import OPEN_NAMESPACES, urls

pytestmark = pytest.mark.django_db

OWN_PAGES = [(namespace, entry) for namespace, entry in urls() if namespace not in OPEN_NAMESPACES]


def address_of(entry: URLPattern, namespace: str, numbers: dict[str, object]) -> str:
    """The address of a page with everything in it filled in."""
    return reverse(
        f"{namespace}:{entry.name}" if namespace else entry.name,
        kwargs={name: numbers.get(name, 1) for name in entry.pattern.converters},
    )


@pytest.fixture
def somebody_elses():
    """A full case of another team: the numbers that stand in addresses."""
    team = make_team()
    colleague = make_agent(team=team)
    message = make_customer_message(team=team, text="Niemand belt mij terug.")
    case = message.case
    reply = make_reply(case=case, author=colleague)
    write_note(case=case, author=colleague, text="Bel terug.", submission=uuid4())
    part = add_part(case=case, text="Niet teruggebeld", by=colleague)
    attachment = Attachment.objects.create(
        message=message, file="attachments/x", name="foto.png", content_type="image/png", size=1
    )
    return {
        "pk": case.pk, "case": case.pk, "case_pk": case.pk, "message": reply.pk,
        "reply": reply.pk, "part": part.pk, "reading": message.reading.pk,
        "attachment": attachment.pk, "file": attachment.pk, "team": team.pk,
        "number": case.customer_id,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("namespace", "entry"), OWN_PAGES, ids=[f"{n}-{e.name}" for n, e in OWN_PAGES]
)
def test_visitor_is_sent_to_sign_in(client, namespace, entry, somebody_elses):
    address = address_of(entry, namespace, somebody_elses)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/")


CASE_PAGES = [
    (namespace, entry)
    for namespace, entry in OWN_PAGES
    if namespace == "inbox" and entry.pattern.converters
]


@pytest.mark.parametrize(
    ("namespace", "entry"), CASE_PAGES, ids=[f"{n}-{e.name}" for n, e in CASE_PAGES]
)
@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.SPECIALIST, Role.ADMIN, Role.PRIVACY])
def test_stranger_finds_nothing_in_cases_of_another_team(
    client, namespace, entry, role, somebody_elses
):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = address_of(entry, namespace, somebody_elses)

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


FOR_SUPERVISORS = {
    "corrections": SUPERVISORS,
    "corrections-table": SUPERVISORS,
    "corrections-file": EXPORTERS,
    "coach-use": LEADERS,
}
"""Pages of the office that are also for supervisors, and for whom."""
FOR_MAIL = {
    *("set-aside", "set-aside-all", "set-aside-again", "set-aside-mail"),
    *("set-aside-leave", "set-aside-leave-reports", "set-aside-take-up"),
}
"""Pages of the office that are also for who answers the mail of a team."""
FOR_LIMITS = {
    "limits": DECIDERS,
    "limits-measure": DECIDERS,
    "limits-step": DECIDERS,
    "limits-letter": DECIDERS,
    "limits-appeal": DECIDERS,
    "limits-appeal-assign": DECIDERS,
    "limits-appeal-decide": DECIDERS,
    "limits-propose": ANSWERS_CUSTOMERS,
    "limits-record": ANSWERS_CUSTOMERS,
    "limits-own": ANSWERS_CUSTOMERS,
    "limits-effect": ANSWERS_CUSTOMERS,
    "limits-incidents": REGISTERS,
    "limits-incident": REGISTERS,
    "limits-keep": REGISTERS,
    "limits-pack": REGISTERS,
    "limits-figures": COUNTERS,
    "quality-ended": LISTENERS,
    "quality-looked": LISTENERS,
}
"""Pages of the office about house rules, and for whom; `limits-rules` is the administrator's."""
OFFICE_PAGES = [
    (namespace, entry)
    for namespace, entry in OWN_PAGES
    if namespace == "office" and entry.name not in {*FOR_SUPERVISORS, *FOR_MAIL, *FOR_LIMITS}
]


@pytest.mark.parametrize(
    ("namespace", "entry"), OFFICE_PAGES, ids=[f"{n}-{e.name}" for n, e in OFFICE_PAGES]
)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_an_administrator_finds_the_office(client, namespace, entry, role, somebody_elses):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = address_of(entry, namespace, somebody_elses)

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


@pytest.mark.parametrize("name", FOR_SUPERVISORS)
@pytest.mark.parametrize("role", Role)
def test_only_supervisors_find_what_is_theirs_of_the_office(client, name, role):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = reverse(f"office:{name}")

    found = {client.get(address).status_code, client.post(address).status_code}

    assert (found <= {404, 405}) is (role not in FOR_SUPERVISORS[name])


MAIL_PAGES = [(namespace, entry) for namespace, entry in OWN_PAGES if entry.name in FOR_MAIL]


@pytest.mark.parametrize(
    ("namespace", "entry"), MAIL_PAGES, ids=[f"{n}-{e.name}" for n, e in MAIL_PAGES]
)
@pytest.mark.parametrize("role", [role for role in Role if role not in MAIL_DECIDERS])
def test_only_who_answers_mail_finds_what_was_set_aside(client, namespace, entry, role):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = address_of(entry, namespace, {})

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


LIMIT_PAGES = [
    (entry, role)
    for namespace, entry in OWN_PAGES
    if namespace == "office" and entry.name in FOR_LIMITS
    for role in Role
]


@pytest.mark.parametrize(
    ("entry", "role"), LIMIT_PAGES, ids=[f"{e.name}-{role}" for e, role in LIMIT_PAGES]
)
def test_pages_about_house_rules_are_for_their_own_roles_only(client, entry, role, somebody_elses):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = address_of(entry, "office", somebody_elses)

    found = {client.get(address).status_code, client.post(address).status_code}

    is_list = not entry.pattern.converters
    if role not in FOR_LIMITS[entry.name]:
        assert found <= {404, 405}
    elif is_list:
        assert 200 in found


OF_ONESELF = "own"
"""Everybody may ask what is kept about himself."""
PRIVACY_PAGES = [
    (namespace, entry)
    for namespace, entry in OWN_PAGES
    if namespace == "privacy" and entry.name != OF_ONESELF
]


@pytest.mark.parametrize(
    ("namespace", "entry"), PRIVACY_PAGES, ids=[f"{n}-{e.name}" for n, e in PRIVACY_PAGES]
)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRIVACY])
def test_only_a_privacy_officer_finds_exports_and_erasure(
    client, namespace, entry, role, somebody_elses
):
    client.force_login(make_agent(team=make_team(), roles=[role]))
    address = address_of(entry, namespace, somebody_elses)

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_administrator_sees_no_content(client):
    team = make_team()
    make_case(team=team, text="Geheim van de klant")
    client.force_login(make_agent(team=team, roles=[Role.ADMIN]))

    assert "Geheim van de klant" not in client.get("/?view=all").text


def test_every_page_has_a_name():
    nameless = [str(entry.pattern) for _, entry in OWN_PAGES if not entry.name]

    assert nameless == []


def test_address_of_fills_in_every_part():
    """The matrix is worth nothing if a page falls out of it."""
    for namespace, entry in OWN_PAGES:
        try:
            assert not re.search(r"[<>]", address_of(entry, namespace, {}))
        except NoReverseMatch:
            pytest.fail(f"{namespace}:{entry.name} cannot be addressed by the matrix")
