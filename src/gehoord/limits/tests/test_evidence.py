"""A copy for evidence: whole, unchanged, and readable whatever customers called their files."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import erase_cases, take_in_message
from gehoord.cases.models import Attachment, Case, Message
from gehoord.contacts.actions import find_or_add_address
from gehoord.limits.actions import (
    EvidenceIsDamaged,
    confirm_behaviour,
    end_conversation,
    hand_out_evidence,
    keep_evidence,
    record_incident,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import EvidencePack, Incident
from gehoord.limits.models.incident import PackIsFinal
from tests.factories import make_agent, make_customer_message, make_team

pytestmark = pytest.mark.django_db
WORDS = "Ik weet waar je woont 🖕 你是猪"
NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/absoluut.pdf",
    "a" * 190 + ".pdf",
    "naam\nmet\tregels\x01.txt",
    "c\u202efdp.exe",
    "SHA256SUMS",
    "incident.json",
    "...",
    "平.jpg",
    "CON",
    "same.png",
    "same.png",
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def noor():
    return make_agent(name="Noor Haan")


@pytest.fixture
def vera():
    return make_agent(name="Vera Pool", roles=[Role.SAFETY])


@pytest.fixture
def incident(noor) -> Incident:
    address = find_or_add_address(channel="webchat", external_id="x", name="#panic() $ 🖕")
    message = take_in_message(
        address=address,
        team=make_team(),
        text=WORDS,
        written_at=timezone.now(),
        external_id=str(uuid4()),
    )
    for number, name in enumerate(NAMES):
        kept = default_storage.save(f"attachments/{number}.bin", BytesIO(f"{number}".encode()))
        Attachment.objects.create(message=message, file=kept, name=name, content_type="x/y", size=1)
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=[WORDS],
        by=noor,
    )
    end_conversation(
        conversation=message.conversation, by=noor, words="Ik stop nu.", submission=uuid4()
    )
    return Incident.objects.get()


def opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return archive


def test_names_of_files_lead_nowhere_and_hide_nothing(incident, vera, tmp_path):
    pack = keep_evidence(incident=incident, by=vera)
    archive = opened(hand_out_evidence(pack=pack, by=vera))
    names = archive.namelist()

    assert len(names) == len(set(names))
    for name in names:
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        assert name.isprintable()
        assert "\\" not in name
        assert len(name) < 250
    assert len([name for name in names if name.startswith("files/")]) == len(NAMES)
    [said] = [m for m in json.loads(archive.read("messages.json")) if m["text"] == WORDS]
    assert [each["name"] for each in said["files"]] == NAMES
    for number, each in enumerate(said["files"]):
        assert archive.read(each["here"]) == str(number).encode()


def test_sums_are_of_everything_in_it(incident, vera):
    archive = opened(hand_out_evidence(pack=keep_evidence(incident=incident, by=vera), by=vera))
    lines = archive.read("SHA256SUMS").decode().splitlines()
    sums = {name: sum_ for sum_, name in (line.split("  ", 1) for line in lines)}

    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    for name, sum_ in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == sum_


def test_what_is_gone_from_the_disk_is_said_and_not_left_out_in_silence(incident, vera):
    gone = Attachment.objects.get(name="平.jpg")
    default_storage.delete(gone.file.name)

    archive = opened(hand_out_evidence(pack=keep_evidence(incident=incident, by=vera), by=vera))

    [said] = [m for m in json.loads(archive.read("messages.json")) if m["text"] == WORDS]
    assert {each["name"]: each["here"] for each in said["files"]}["平.jpg"] is None


def test_what_was_kept_stays_when_the_rest_goes_or_changes(incident, vera):
    pack = keep_evidence(incident=incident, by=vera)
    before = hand_out_evidence(pack=pack, by=vera)

    Message.objects.update(text="Ik zei niets.")
    Incident.objects.update(quotes=["Niets."])
    Message.objects.to_customers().update(delivery="sent")
    erase_cases(cases=Case.objects.all())

    pack.refresh_from_db()
    assert hand_out_evidence(pack=pack, by=vera) == before
    assert WORDS in opened(before).read("messages.json").decode()


@pytest.mark.parametrize("change", ["longer", "shorter", "other", "gone"])
def test_a_copy_that_was_changed_on_the_disk_is_handed_out_to_nobody(incident, vera, change):
    pack = keep_evidence(incident=incident, by=vera)
    content = hand_out_evidence(pack=pack, by=vera)
    default_storage.delete(pack.path)
    changed = {
        "longer": content + b"\0",
        "shorter": content[:-1],
        "other": content[:100] + bytes([content[100] ^ 1]) + content[101:],
    }
    if change in changed:
        assert default_storage.save(pack.path, BytesIO(changed[change])) == pack.path

    with pytest.raises(EvidenceIsDamaged):
        hand_out_evidence(pack=pack, by=vera)


def test_a_row_of_a_copy_is_not_written_again(incident, vera):
    pack = keep_evidence(incident=incident, by=vera)
    pack.sha256 = "0" * 64

    with pytest.raises(PackIsFinal):
        pack.save()
    assert EvidencePack.objects.get().sha256 != pack.sha256


def test_what_was_written_down_by_hand_has_the_messages_of_its_case(noor, vera):
    case = make_customer_message(text=WORDS).case
    incident = record_incident(
        case=case, level=Level.SERIOUS, facts="Aan de telefoon.", quotes=[WORDS], by=noor
    )

    archive = opened(hand_out_evidence(pack=keep_evidence(incident=incident, by=vera), by=vera))

    assert [each["text"] for each in json.loads(archive.read("messages.json"))] == [WORDS]
