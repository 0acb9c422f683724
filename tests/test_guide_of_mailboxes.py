"""The examples in the guide of mailboxes are run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from gehoord.channels.email.models import Mailbox, StoredMail
from tests.factories import make_team
from tests.services import missing

GUIDE = (Path(__file__).parent.parent / "docs" / "guides" / "mailboxes.md").read_text("utf-8")
RAW = b"From: jan@klant.example\r\nSubject: Hallo\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n"

pytestmark = pytest.mark.django_db(transaction=True)


def example(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found


@pytest.fixture
def door(live_server):
    box = Mailbox.objects.create(address="service@winkel.example", team=make_team())
    path = reverse("mail_door:bring", args=[box.address])
    own = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return own | {"KEY": box.door_key, "DOOR": live_server.url + path}


def kept():
    return [row.raw() for row in StoredMail.objects.all()]


def test_example_in_python_brings_a_mail(door):
    command = [sys.executable, "-c", example("python")]
    said = subprocess.run(command, input=RAW, env=door, check=True, capture_output=True)

    assert b"stored" in said.stdout
    assert kept() == [RAW]


def test_example_with_curl_brings_a_mail(door, tmp_path):
    for program in ("curl", "openssl"):
        if shutil.which(program) is None:
            missing(program)
    (tmp_path / "mail.eml").write_bytes(RAW)
    command = ["sh", "-e", "-c", example("sh")]
    said = subprocess.run(command, cwd=tmp_path, env=door, check=True, capture_output=True)

    assert b"stored" in said.stdout
    assert kept() == [RAW]


def test_guide_names_the_address_to_come_back_to():
    assert reverse("office:mailbox-permission-back") in GUIDE
