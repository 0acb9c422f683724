"""The envelope above a reply by e-mail: to whom, under which subject, about which mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent
from gehoord.cases.models import Attachment, Case, Draft, Message, MessageQuerySet
from gehoord.channels.email.models import DraftAddressing
from gehoord.channels.email.sending.addresses import AddressNotUsable, people_in
from gehoord.channels.email.sending.answering import Addressing, Mode, NoMailbox, defaults_for
from gehoord.channels.email.sending.writing import Envelope
from gehoord.contacts.models import Channel
from gehoord.inbox.mails import named

FIELDS = ("to", "cc", "bcc", "subject")
LONGEST = 10_000
"""Characters in one field: some hundred addresses."""


@dataclass
class PageEnvelope:
    """What stands in the envelope line of the composer."""

    way: str = Mode.REPLY
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    mailbox: str = ""
    answers: Message | None = None
    has_others: bool = False
    """Whether somebody besides the customer got the mail that is answered."""
    is_about_older: bool = False
    """Whether the customer wrote again after the mail that is answered."""
    files: list[tuple[Attachment, bool]] = field(default_factory=list)
    """Files of the forwarded mail, and whether they go along."""
    is_open: bool = False
    trouble: str = ""

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """The ways to answer: value, word, whether it is this one."""
        words = {
            Mode.REPLY: _("Reply"),
            Mode.REPLY_ALL: _("Reply to all"),
            Mode.FORWARD: _("Forward"),
        }
        if not self.has_others and self.way != Mode.REPLY_ALL:
            del words[Mode.REPLY_ALL]
        return [(str(way), word, way == self.way) for way, word in words.items()]

    @property
    def words(self) -> str:
        """What the mail that is answered says; what the timeline folds is not said here either."""
        reading = self.answers.reading if self.answers else None
        is_folded = reading is not None and reading.is_shielded
        return self.answers.text if self.answers and not is_folded else ""

    @property
    def is_forward(self) -> bool:
        return self.way == Mode.FORWARD

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What the folded line says: labels with names as they were typed."""
        said = ((_("To"), self.to), (_("Cc"), self.cc), (_("Bcc"), self.bcc))
        return [(label, _named(typed)) for label, typed in said if typed.strip()]


def envelope_of(
    case: Case, agent: Agent, *, asked: Mapping[str, str], posted: QueryDict
) -> PageEnvelope | None:
    """The envelope of a reply in this case as the agent left it; None if it is no e-mail.

    What was just typed comes first, then what he asks for (`way`, `answers`), then his draft.
    """
    if not goes_by_mail(case):
        return None
    way = _way(posted.get("way") or asked.get("way", ""))
    typed = posted if "to" in posted else None
    kept = None if typed is not None or way else _kept(case, agent)
    way = way or (kept.mode if kept else Mode.REPLY)
    answers = _answered(case, posted.get("answers") or asked.get("answers", ""))
    answers = answers or (kept.answers if kept else None)
    try:
        usual = defaults_for(case, way, answers=answers)
    except NoMailbox:
        return PageEnvelope(trouble=_("There is no mailbox to send from. Ask your administrator."))
    page = _usual(usual, way)
    if typed is not None:
        page.to, page.cc, page.bcc, page.subject = (typed.get(name, "") for name in FIELDS)
        going = set(typed.getlist("carried"))
        page.files = [(file, str(file.pk) in going) for file in usual.attachments]
    elif kept is not None:
        page.to, page.cc, page.bcc = (", ".join(each) for each in (kept.to, kept.cc, kept.bcc))
        page.subject = kept.subject
    page.is_about_older = answers is not None and answers.pk != _latest(case)
    page.is_open = page.is_open or not page.to or not is_right(page)
    return page


def goes_by_mail(case: Case) -> bool:
    """Whether a reply in this case leaves as an e-mail: its last conversation says so."""
    last = case.conversations.order_by("-started_at", "-pk")
    return last.values_list("channel", flat=True).first() == Channel.EMAIL


def is_right(page: PageEnvelope) -> bool:
    """Whether every address can be written to."""
    try:
        for typed in (page.to, page.cc, page.bcc):
            people_in(typed)
    except AddressNotUsable:
        return False
    return True


@dataclass(frozen=True)
class TypedEnvelope:
    """What a form says about the envelope of a reply."""

    envelope: Envelope
    answers: Message | None
    carried: list[Attachment]


def typed_envelope(case: Case, posted: QueryDict) -> TypedEnvelope:
    """What was filled in; a form without these fields leaves all as it would be by itself."""
    way = _way(posted.get("way", "")) or Mode.REPLY
    answers = _answered(case, posted.get("answers", ""))
    carried = Attachment.objects.filter(
        message__case=case, pk__in=[each for each in posted.getlist("carried") if _is_number(each)]
    )
    to, cc, bcc, subject = (_field(posted, name) for name in FIELDS)
    return TypedEnvelope(
        envelope=Envelope(to, cc, bcc, subject, way),
        answers=answers,
        carried=list(carried) if way == Mode.FORWARD else [],
    )


def _field(posted: QueryDict, name: str) -> str | None:
    typed = posted.get(name)
    return typed if typed is None else str(typed)[:LONGEST]


def _usual(usual: Addressing, way: str) -> PageEnvelope:
    return PageEnvelope(
        way=way,
        to=", ".join(map(str, usual.to)),
        cc=", ".join(map(str, usual.cc)),
        bcc=", ".join(map(str, usual.bcc)),
        subject=usual.subject,
        mailbox=usual.mailbox.address,
        answers=usual.quoted,
        has_others=usual.has_others,
        files=[(file, True) for file in usual.attachments],
    )


def _kept(case: Case, agent: Agent) -> DraftAddressing | None:
    kept = DraftAddressing.objects.filter(
        draft__case=case, draft__author=agent, draft__mode=Draft.Mode.REPLY
    )
    return kept.select_related("answers__conversation").first()


def _answered(case: Case, number: str) -> Message | None:
    if not _is_number(number):
        return None
    return _mails(case).select_related("conversation").filter(pk=number).first()


def _latest(case: Case) -> int | None:
    """The number of the last mail that a person wrote to us."""
    return _mails(case).from_people().in_order().values_list("pk", flat=True).last()


def _mails(case: Case) -> MessageQuerySet:
    return case.messages.from_customers().filter(conversation__channel=Channel.EMAIL)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _way(text: str) -> str:
    return text if text in Mode.values else ""


def _named(typed: str) -> str:
    try:
        return named(people_in(typed))
    except AddressNotUsable:
        return typed.strip()
