"""Reading e-mail: raw bytes in, everything a person needs out. Plain Python, without Django."""

from gehoord.channels.email.reading.display import remote_pictures, safe_html
from gehoord.channels.email.reading.mail import read_mail
from gehoord.channels.email.reading.records import Address, Attachment, Bounce, Invitation, Mail

__all__ = [
    "Address",
    "Attachment",
    "Bounce",
    "Invitation",
    "Mail",
    "read_mail",
    "remote_pictures",
    "safe_html",
]
