from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.models.case import Case
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Address, Channel
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class Direction(models.TextChoices):
    """Who speaks to whom."""

    FROM_CUSTOMER = "from_customer", _("from the customer")
    TO_CUSTOMER = "to_customer", _("to the customer")


class Delivery(models.TextChoices):
    """How far a reply got. A message of a customer is `received`."""

    RECEIVED = "received", _("received")
    DUE = "due", _("on its way")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    READ = "read", _("read")
    FAILED = "failed", _("not delivered")


class Conversation(models.Model):
    """One contact with a customer in one channel."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conversations")
    channel = models.CharField(max_length=20, choices=Channel)
    address = models.ForeignKey(Address, models.CASCADE, related_name="conversations")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.started_at:%Y-%m-%d}"


class MessageQuerySet(DueQuerySet["Message"]):
    """Messages by direction and by what the customer may see of them."""

    def to_customers(self) -> MessageQuerySet:
        return self.filter(direction=Direction.TO_CUSTOMER)

    def from_customers(self) -> MessageQuerySet:
        return self.filter(direction=Direction.FROM_CUSTOMER)

    def from_people(self) -> MessageQuerySet:
        """Without what machines sent for them, such as `I am on holiday`."""
        return self.filter(is_automatic=False)

    def in_order(self) -> MessageQuerySet:
        return self.order_by("written_at", "pk")

    def latest_first(self) -> MessageQuerySet:
        return self.order_by("-written_at", "-pk")

    def to_take_back(self, agent: Agent) -> MessageQuerySet:
        """The agent's own replies that have not left yet, the last one first."""
        waiting = self.to_customers().filter(author=agent, delivery=Delivery.DUE, attempts=0)
        return waiting.filter(next_attempt_at__gt=timezone.now()).order_by("-pk")

    def seen_by_customer(self) -> MessageQuerySet:
        """What the customer may see: his own words, and replies that really left."""
        return self.exclude(delivery__in=[Delivery.DUE, Delivery.FAILED])


class Message(DueRow):
    """One utterance of a customer or an agent. A reply's row is also its place in the queue."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=20, choices=Direction)
    author = models.ForeignKey(
        Agent, models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    text = models.TextField()
    notice = models.CharField(max_length=300, blank=True)
    """What the house says along with a reply, e.g. that software reads the messages."""
    written_at = models.DateTimeField()
    external_id = models.CharField(max_length=200, blank=True)
    submission = models.UUIDField(null=True, blank=True, unique=True)
    """The form a reply was sent with: sending it twice is one reply."""
    reading = models.OneToOneField(
        Reading, models.SET_NULL, null=True, blank=True, related_name="message"
    )
    delivery = models.CharField(max_length=20, choices=Delivery, default=Delivery.RECEIVED)
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    """Why a reply did not arrive, in words for the agent."""
    spoken_by = models.CharField(max_length=200, blank=True)
    """Who wrote a message that came in, if that was not the customer, e.g. someone he cc'd."""
    is_automatic = models.BooleanField(default=False)
    """Whether a machine wrote it, e.g. `I am on holiday`: it asks nothing and answers nothing."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "written_at"], name="message_timeline"),
            to_do_index(name="message_to_do"),
            to_do_index("author", name="message_to_take_back"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} #{self.pk}"

    @property
    def is_from_customer(self) -> bool:
        return self.direction == Direction.FROM_CUSTOMER


class Note(models.Model):
    """What colleagues tell each other about a case. Not a message: no channel can deliver it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    submission = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "written_at"], name="note_timeline")
        ]

    def __str__(self) -> str:
        return f"note #{self.pk}"


class Attachment(models.Model):
    """A file that came or went with a message. Kept outside the web root, downloaded inert."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    """Bytes."""
    content_id = models.CharField(max_length=200, blank=True)
    """How an e-mail names a picture that stands between its words."""

    def __str__(self) -> str:
        return self.name
