"""What administrators have to hear although they are not looking."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from gehoord.accounts.models import Agent, Role

logger = logging.getLogger(__name__)


def mail_administrators(*, subject: str, text: str) -> bool:
    """Mail everybody who may change settings. False if it could not be mailed: try again later.

    True also where no mail server is set: then the pages of the office have to tell it.
    """
    if not settings.EMAIL_HOST:
        return True
    admins = Agent.objects.active().filter(role_rows__role=Role.ADMIN).order_by("pk")
    try:
        for email in admins.values_list("email", flat=True):
            send_mail(subject, text, None, [email])
    except (SMTPException, OSError):
        logger.warning("administrators could not be mailed: %s", subject, exc_info=True)
        return False
    return True
