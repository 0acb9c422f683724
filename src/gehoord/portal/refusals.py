"""What a visitor hears when something cannot be done: what is the matter and what he can do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.cases.files import FileEmpty, FileNotKept, FileTooBig, FileTypeNotAllowed
from gehoord.channels.webchat.tokens import TokenIsNotValid
from gehoord.channels.webchat.words import MessageIsEmpty, MessageIsTooLong
from gehoord.portal.rates import TooFast
from gehoord.portal.texts import grouped, too_long_words

logger = logging.getLogger(__name__)


class Refused(Exception):
    """An answer with a status, a short name for the script and words for the person."""

    def __init__(self, status: int, reason: str, words: str, **more: object) -> None:
        super().__init__(reason)
        self.status, self.reason, self.words, self.more = status, reason, words, more

    def as_response(self) -> JsonResponse:
        """The answer for the widget."""
        content = {"error": self.words, "reason": self.reason, **self.more}
        response = JsonResponse(content, status=self.status)
        if "retry_after" in self.more:
            response["Retry-After"] = str(self.more["retry_after"])
        return response


def too_fast(error: TooFast) -> Refused:
    """Say that it goes too fast, and when to try again."""
    words = ngettext(
        "You send a lot in a short time. Wait %(seconds)d second; what you wrote is kept.",
        "You send a lot in a short time. Wait %(seconds)d seconds; what you wrote is kept.",
        error.retry_after,
    ) % {"seconds": error.retry_after}
    return Refused(429, "too_fast", words, retry_after=error.retry_after)


def too_long(error: MessageIsTooLong) -> Refused:
    """Say how long a message is and how long it may be."""
    words = too_long_words(length=grouped(error.length))
    return Refused(422, "too_long", words)


def too_big() -> Refused:
    """Say how large a file may be."""
    megabytes = settings.GEHOORD_MAX_FILE_BYTES // (1024 * 1024)
    words = _(
        "This file is larger than %(megabytes)d MB. Send a smaller file, or a photo of it."
    ) % {"megabytes": megabytes}
    return Refused(413, "file_too_big", words)


WORDS: dict[type[Exception], Callable[[], Refused]] = {
    MessageIsEmpty: lambda: Refused(422, "empty", _("Write something first, then send it.")),
    FileTooBig: too_big,
    FileEmpty: lambda: Refused(
        422, "file_empty", _("There is nothing in this file. Choose another one.")
    ),
    FileTypeNotAllowed: lambda: Refused(
        422,
        "file_type",
        _("We cannot open this kind of file. Send a photo, a PDF or a text document."),
    ),
    FileNotKept: lambda: Refused(
        503,
        "file_not_kept",
        _("We cannot keep files right now. Send your message without the file, or try it later."),
    ),
    TokenIsNotValid: lambda: Refused(
        403, "token", _("We do not know this conversation. Start a new one.")
    ),
}


def refusal_for(error: Exception) -> Refused | None:
    """The words for something that went wrong on the visitor's side; None for anything else."""
    match error:
        case Refused():
            return error
        case TooFast():
            return too_fast(error)
        case MessageIsTooLong():
            return too_long(error)
        case OperationalError():
            return busy(error)
    make = WORDS.get(type(error))
    return make() if make else None


def busy(error: OperationalError) -> Refused:
    """Say that we cannot keep anything now. The reason is for our own log."""
    logger.error("the chat could not reach its database", exc_info=error)
    words = _("We cannot take this in right now. Try again in a moment; what you wrote is kept.")
    return Refused(503, "busy", words, retry_after=5)


def no_such_site() -> Refused:
    """Say that the script names a chat that does not exist."""
    words = _("There is no chat with this name.")
    advice = _("Are you the owner of this website? Check data-site in the script of the chat.")
    return Refused(404, "no_site", words, advice=advice)


def not_on_this_website(request: HttpRequest) -> Refused:
    """Say that the chat may not stand on this website, and what its owner can do."""
    origin = request.headers.get("Origin", "?")[:200]
    words = _("The chat does not work on this website.")
    advice = _(
        "Are you the owner of this website? Add %(origin)s to the websites of this chat in Gehoord."
    ) % {"origin": origin}
    return Refused(403, "website", words, advice=advice, title=_("Chat"), close=_("Close"))


def chat_is_off() -> Refused:
    """Say that nobody answers in this chat now."""
    words = _("This chat is off now. What you wrote is still in the box.")
    return Refused(409, "off", words)
