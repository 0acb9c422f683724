"""Who vouches for the mail servers we talk to."""

import ssl

from django.conf import settings


def trusted_authorities() -> ssl.SSLContext:
    """The system's own authorities, and those the organisation added for its own servers."""
    trusted = ssl.create_default_context()
    if settings.GEHOORD_MAIL_CA:
        trusted.load_verify_locations(settings.GEHOORD_MAIL_CA)
    return trusted
