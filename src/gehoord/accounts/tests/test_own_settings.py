from __future__ import annotations

import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.models import Agent, AuditEvent, CoachHelp, Role
from tests.factories import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agent(client):
    agent = make_agent()
    client.force_login(agent)
    return agent


def png(size: int = 0) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        tail = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + tail

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"") + b"\0" * size


def save(client, **changes):
    words = {"first_name": "Noor", "uses_single_keys": "on", "coach_help": "newcomer"} | changes
    return client.post(reverse("accounts:settings"), words)


def test_own_name_and_keys_are_kept(client, agent):
    answer = save(client, first_name="Noortje", uses_single_keys="")
    agent = Agent.objects.get(pk=agent.pk)

    assert answer.status_code == 302
    assert (agent.first_name, agent.uses_single_keys) == ("Noortje", False)


def test_photo_is_shown_to_colleagues_and_runs_nothing(client, agent):
    save(client, photo=SimpleUploadedFile("ik.html", png(), content_type="text/html"))
    client.force_login(make_agent())
    answer = client.get(reverse("accounts:photo", args=[agent.pk]))

    assert b"".join(answer) == png()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Agent.objects.get(pk=agent.pk).photo.name.endswith(".png")


def test_photo_is_nothing_for_strangers(client, agent):
    save(client, photo=SimpleUploadedFile("ik.png", png()))
    client.logout()

    assert client.get(reverse("accounts:photo", args=[agent.pk])).status_code == 302


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 40,
        b"<html>",
        b"RIFF\0\0\0\0AVI LIST",
        png(2 * 1024 * 1024),
    ],
    ids=["svg", "gif", "html", "avi", "too-large"],
)
def test_photo_that_is_something_else_is_refused_and_the_rest_kept(client, agent, content):
    answer = save(client, first_name="Noortje", photo=SimpleUploadedFile("ik.png", content))

    assert answer.status_code == 422
    assert "Noortje" in answer.content.decode()
    assert not Agent.objects.get(pk=agent.pk).photo


def test_photo_can_be_taken_away(client, agent):
    save(client, photo=SimpleUploadedFile("ik.png", png()))
    save(client, no_photo="on")

    assert not Agent.objects.get(pk=agent.pk).photo
    assert client.get(reverse("accounts:photo", args=[agent.pk])).status_code == 404


def test_photo_stays_when_only_the_name_changes(client, agent):
    save(client, photo=SimpleUploadedFile("ik.png", png()))
    save(client, first_name="Noortje")

    assert Agent.objects.get(pk=agent.pk).photo


def test_own_settings_lead_to_password_and_passkeys(client, agent):
    page = client.get(reverse("accounts:settings")).content.decode()

    assert reverse("account_change_password") in page
    assert reverse("mfa_index") in page


def test_what_the_coach_says_is_the_agents_own_choice(client, agent):
    save(client, coach_help="experienced")

    assert Agent.objects.get(pk=agent.pk).coach_help == CoachHelp.EXPERIENCED
    assert not AuditEvent.objects.filter(what__contains="coach").exists()


def test_choice_about_the_coach_that_does_not_exist_is_refused(client, agent):
    assert save(client, coach_help="loud").status_code == 422
    assert Agent.objects.get(pk=agent.pk).coach_help == CoachHelp.NEWCOMER


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER, Role.ADMIN])
def test_nobody_else_sees_what_an_agent_chose_for_the_coach(client, agent, role):
    boss = make_agent(roles=[role, Role.ADMIN])
    client.force_login(boss)
    addresses = [
        reverse("office:agents"),
        reverse("office:agent-change", args=[agent.pk]),
        reverse("office:audit"),
    ]
    before = [re.sub(r'csrf\w+" value="[^"]*', "", client.get(each).text) for each in addresses]

    change_coach_help(agent=agent, coach_help=CoachHelp.OFF)

    after = [re.sub(r'csrf\w+" value="[^"]*', "", client.get(each).text) for each in addresses]
    assert before == after
