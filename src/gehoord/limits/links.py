"""Links in what customers read about a measure: signed, without an account, only for a while."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.appealing import term_ends
from gehoord.limits.models import Appeal, Measure

SALT = "gehoord.limits.notice"


def token_of(measure: Measure) -> str:
    """What opens the notice of one measure, and nothing else."""
    return signing.Signer(salt=SALT).sign_object(measure.pk, compress=False)


def notice_link(measure: Measure) -> str:
    """The address at which a customer reads about a measure and appeals against it."""
    return settings.GEHOORD_URL + reverse("rules:notice", args=[token_of(measure)])


def rules_link() -> str:
    """The address of the house rules."""
    return settings.GEHOORD_URL + reverse("rules:rules")


def measure_with(token: str, *, at: datetime) -> Measure | None:
    """The measure a link is about; None if it is forged or its time is over.

    A link works as long as an appeal can be filed, and for as long again after one was decided.
    """
    try:
        number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    measure = Measure.objects.select_related("case", "conversation").filter(pk=number).first()
    if measure is None or measure.told_at is None:
        return None
    appeal = appeal_of(measure)
    if appeal is not None and appeal.decided_at is None:
        return measure
    since = appeal.decided_at if appeal and appeal.decided_at else measure.told_at
    return measure if at < term_ends(since, calendar()) else None


def may_appeal(measure: Measure, *, at: datetime) -> bool:
    """Whether the term to appeal runs and nobody appealed yet."""
    if measure.told_at is None or appeal_of(measure) is not None:
        return False
    return at < term_ends(measure.told_at, calendar())


def appeal_of(measure: Measure) -> Appeal | None:
    """The appeal against a measure, if there is one."""
    return Appeal.objects.filter(measure=measure).first()
