"""The number of a case in the subject: the last mark by which an answer finds its case."""

from __future__ import annotations

from gehoord.cases.models import Case
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.threading import MARK

LENGTH = 900


def numbered(subject: str, *, case: Case, mailbox: Mailbox) -> str:
    """The subject with the number of its case behind it, once, if the mailbox wants that.

    The number of an earlier case of this customer makes room for it. Anything else stays as it
    is: it may be a number of the customer's own.
    """
    if not mailbox.numbers_subject:
        return subject
    mark = f"[#{case.pk}]"
    kept = _without_earlier(subject, case)
    if mark in kept:
        return kept
    return f"{kept[: LENGTH - len(mark) - 1].rstrip()} {mark}".lstrip()


def _without_earlier(subject: str, case: Case) -> str:
    found = {int(number) for number in MARK.findall(subject)} - {case.pk}
    if not found:
        return subject
    earlier = Case.objects.filter(pk__in=found, customer=case.customer_id)
    for number in earlier.values_list("pk", flat=True):
        subject = MARK.sub(lambda mark: "" if int(mark[1]) == number else mark[0], subject)  # noqa: B023
    return " ".join(subject.split())
