"""The link by which a new agent chooses a password: it works once, and for some days."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, House

logger = logging.getLogger(__name__)
SECONDS_A_DAY = 60 * 60 * 24


def password_link(agent: Agent) -> str:
    """The address of the page where this agent chooses a password.

    Valid until a password is chosen, and no longer than the setting PASSWORD_RESET_TIMEOUT. On
    our own address, never on the one in the request: that one can be forged.
    """
    words = {"uidb36": user_pk_to_url_str(agent), "key": default_token_generator.make_token(agent)}
    return settings.GEHOORD_URL + reverse("account_reset_password_from_key", kwargs=words)


def days_valid() -> int:
    """How many days a link works."""
    return int(settings.PASSWORD_RESET_TIMEOUT / SECONDS_A_DAY)


def mail_invitation(agent: Agent) -> bool:
    """Mail a new agent the link. False if no mail could be sent: then somebody hands it over."""
    if not settings.EMAIL_HOST:
        return False
    house = House.current().name
    text = render_to_string(
        "office/invitation.txt",
        {"agent": agent, "house": house, "link": password_link(agent), "days": days_valid()},
    )
    subject = _("You can sign in at %(house)s") % {"house": house}
    try:
        send_mail(subject, text, None, [agent.email])
    except (SMTPException, OSError):
        logger.warning("invitation to %s could not be mailed", agent.pk, exc_info=True)
        return False
    return True
