"""Who vouches for the mail servers we talk to."""

import ssl

from django.conf import settings
from django.utils.translation import gettext as _

EXPIRED, NOT_YET = 10, 9
OTHER_NAME = (62, 64)
NOBODY_VOUCHES = (18, 19, 20, 21)
"""OpenSSL's numbers for what can be wrong with a certificate."""


def trusted_authorities() -> ssl.SSLContext:
    """The system's own authorities, and those the organisation added for its own servers."""
    trusted = ssl.create_default_context()
    if settings.GEHOORD_MAIL_CA:
        trusted.load_verify_locations(settings.GEHOORD_MAIL_CA)
    return trusted


def words_for_certificate(wrong: ssl.SSLCertVerificationError, *, host: str) -> str:
    """What is wrong with the certificate of a server, and what to do about it."""
    if wrong.verify_code == EXPIRED:
        words = _("The certificate of {host} is too old. Have it renewed on the mail server.")
    elif wrong.verify_code == NOT_YET:
        words = _("The certificate of {host} is not valid yet. Check the clock of this machine.")
    elif wrong.verify_code in OTHER_NAME:
        words = _("The certificate is not for {host}. Fill in the name for which it is.")
    elif wrong.verify_code in NOBODY_VOUCHES:
        words = _(
            "Nobody we know vouches for the certificate of {host}. Have the mail server get a known "
            "one, or name its authority in GEHOORD_MAIL_CA."
        )
    else:
        words = _("The certificate of {host} is not right ({why}). Have the mail server mended.")
    return words.format(host=host, why=wrong.verify_message)
