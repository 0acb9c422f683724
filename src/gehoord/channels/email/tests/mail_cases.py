"""Cases that came by e-mail, for the tests of sending."""

from datetime import timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gehoord.cases.actions import IncomingFile, take_in_message
from gehoord.channels.email.models import Mailbox, MailReference, StoredMail
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Channel
from tests.dovecot import PASSWORD
from tests.factories import make_team

numbers = count(1)


def make_outgoing_mailbox(*, port=0, team=None, **settings):
    return Mailbox.objects.create(
        **{
            "address": f"service{next(numbers)}@lindehout.example",
            "name": "Lindehout klantenservice",
            "team": team or make_team(),
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_security": "none",
        }
        | settings
    )


def make_fetched_mailbox(server, name, **settings):
    """A mailbox whose mail lies on a real Dovecot, from a minute ago on."""
    return Mailbox.objects.create(
        **{
            "address": f"{name}@winkel.example",
            "team": make_team(),
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_security": "none",
            "imap_user": name,
            "secret": PASSWORD,
            "import_from": timezone.now() - timedelta(minutes=1),
        }
        | settings
    )


def receive_mail(
    mailbox,
    *,
    sender="marieke@klant.example",
    name="Marieke Verhoeven",
    subject="Bestelling 4711",
    text="Waar blijft mijn bestelling?",
    **headers,
):
    """A customer's mail as it lies in the house: stored, and read into a case."""
    message_id = f"<in-{next(numbers)}@klant.example>"
    head = {
        "From": f"{name} <{sender}>",
        "To": mailbox.address,
        "Subject": subject,
        "Message-ID": message_id,
        "Date": "Mon, 16 Nov 2026 09:00:00 +0100",
    } | {key.replace("_", "-"): value for key, value in headers.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
    raw = f"{lines}\r\n{text}\r\n".encode()
    address = find_or_add_address(
        channel=Channel.EMAIL, external_id=sender, name=name, email=sender
    )
    message = take_in_message(
        address=address,
        team=mailbox.team,
        text=text,
        written_at=timezone.now(),
        external_id=message_id,
        subject=subject,
    )
    StoredMail.objects.create(
        mailbox=mailbox,
        digest=f"{next(numbers):064}",
        file=default_storage.save(f"mail/{next(numbers)}.eml", ContentFile(raw)),
        size=len(raw),
        message=message,
        from_email=sender,
        subject=subject,
    )
    MailReference.objects.create(
        reference=message_id.strip("<>"), conversation=message.conversation, message=message
    )
    return message


def stored_file(name, content_type, content):
    path = default_storage.save(f"attachments/test/{name}", ContentFile(content))
    return IncomingFile(path=path, name=name, content_type=content_type, size=len(content))
