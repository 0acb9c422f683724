"""Ask the model for a proposal, and keep of its answer only what can be believed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gehoord.coaching.drafting.choice import Chosen, chosen, is_on
from gehoord.coaching.drafting.claims import Known, sure
from gehoord.coaching.drafting.masks import Masks
from gehoord.coaching.drafting.names import without_new_names
from gehoord.coaching.drafting.telling import Assignment, Told, told
from gehoord.coaching.drafting.tidy import shortened, tidied
from gehoord.coaching.drafting.wording import LANGUAGES, wording
from gehoord.tone.readers.breaker import Breaker
from gehoord.tone.readers.patience import NoAnswer, Patience

if TYPE_CHECKING:
    from gehoord.tone.readers.chat import Chat

MOST_RECEIVED = 512 * 1024
MOST_TOKENS = 1_500
TEMPERATURE = 0.3
REFUSED = "http-400"
# Not the model's fault: it stays trusted with the next question.
BLAMELESS = frozenset(("busy", "resting", "off"))
logger = logging.getLogger(__name__)


class NoProposal(Exception):
    """The model has no proposal; `reason` is a short code such as `time-out` or `http-500`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Proposed:
    """A draft that nobody has read yet, with visible blanks, and the model that made it."""

    text: str
    model: str


def propose(assignment: Assignment) -> Proposed:
    """A draft of a reply by the model that the house has chosen. Nothing is sent to a customer.

    Personal data is masked before it leaves and put back afterwards. Every amount, day, time,
    number, address and name that stands neither in the conversation nor in the known facts is a
    blank. Raises NoProposal if there is no answer in time, or none that can be used.
    """
    if not is_on():
        raise NoProposal("off")
    try:
        desk = _desk(chosen())
    except ValueError:  # e.g. a key that cannot stand in a header
        raise NoProposal("broken") from None
    masks = Masks(assignment.people)
    question = told(assignment, masks)
    text = believable(desk.ask(question), question=question, masks=masks, spoken=assignment.spoken)
    if not any(map(str.isalpha, text)):
        raise NoProposal("empty")
    return Proposed(text, desk.model)


def believable(answer: str, *, question: Told, masks: Masks, spoken: str) -> str:
    """What a model said, as plain words in which everything that it could have made up is blank."""
    # It may answer in another language than was asked: both have to be looked at.
    wordings = (wording(spoken), *(wording(other) for other in LANGUAGES if other != spoken))
    text = tidied(masks.recognised(answer), wordings[0])
    text = sure(text, Known.of(question.known, wordings))
    text = without_new_names(text, question.known, wordings)
    return shortened(masks.put_back(text, blanks=wordings[0].blanks))


class Desk:
    """Where the model is asked: for a limited time, a few at once, and not while it is broken."""

    def __init__(self, choice: Chosen, chat: Chat) -> None:
        self.model = choice.model
        self._chat = chat
        self._limit = float(choice.seconds)
        self._breaker = Breaker()
        self._patience = Patience()

    def ask(self, question: Told) -> str:
        """What the model answers. Raises NoProposal if it does not."""
        if not self._breaker.may_try():
            raise NoProposal("resting")
        try:
            answer = self._patience.wait_for(lambda: self._said(question), limit=self._limit)
        except NoAnswer as none:
            self._note(none.reason)
            raise NoProposal(none.reason) from None
        self._breaker.succeeded()
        return answer

    def _said(self, question: Told) -> str:
        try:
            return self._asked(question, temperature=TEMPERATURE, max_tokens=MOST_TOKENS)
        except NoAnswer as none:
            if none.reason != REFUSED:
                raise
            # Some models take neither of the two settings.
            return self._asked(question)

    def _asked(self, question: Told, **also: object) -> str:
        try:
            return self._chat.ask(question.words, system=question.system, **also)
        except NoAnswer:
            raise
        except Exception as error:  # noqa: BLE001
            # Its words may quote the customer: only what kind of error it was.
            logger.warning("Drafting stopped with %s", type(error).__name__)
            raise NoAnswer("broken") from None

    def _note(self, reason: str) -> None:
        if reason in BLAMELESS:
            return
        logger.warning("%s made no proposal: %s", self.model, reason)
        if self._breaker.failed():
            logger.error("%s is left alone for a while", self.model)


@lru_cache(maxsize=1)
def _desk(choice: Chosen) -> Desk:
    from gehoord.tone.readers.chat import Chat

    limit = float(choice.seconds)
    chat = Chat(choice.url, model=choice.model, key=choice.key, limit=limit, most=MOST_RECEIVED)
    return Desk(choice, chat)
