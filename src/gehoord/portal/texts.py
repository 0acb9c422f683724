"""Everything the widget says, in the language of the house. The script itself has no words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gehoord.channels.webchat.words import LONGEST_MESSAGE


def honest_words() -> str:
    """What stands in every chat, always visible."""
    return _("Software reads along to help our employee. A person reads, decides and answers.")


def too_long_words(*, length: str) -> str:
    """Say how long a message is and how long it may be."""
    return _(
        "Your message has %(length)s characters; %(most)s fit in one message. "
        "Send it in parts, or put it in a file. What you wrote is still in the box."
    ) % {"length": length, "most": grouped(LONGEST_MESSAGE)}


def grouped(number: int) -> str:
    """A large number as it is written here: `10.000`."""
    return number_format(number, force_grouping=True)


def widget_texts(*, brand: str) -> dict[str, str]:
    """The words of the widget by name."""
    return {
        "open": _("Chat with %(brand)s") % {"brand": brand},
        "open_unread": _("Chat with %(brand)s, new message") % {"brand": brand},
        "title": _("Chat with %(brand)s") % {"brand": brand},
        "team": _("Customer service %(brand)s") % {"brand": brand},
        "minimise": _("Minimise"),
        "honest": honest_words(),
        "how": _("How does that work?"),
        "log": _("Conversation"),
        "earlier": _("Show earlier messages"),
        "you": pgettext("customer", "You"),
        "write": pgettext("customer", "Your message"),
        "placeholder": pgettext("customer", "Write your message here"),
        "send": _("Send"),
        "attach": _("Send a photo or file along"),
        "remove_file": _("Remove {name}"),
        "download": _("Download {name}"),
        "download_failed": _("The file could not be fetched. Try again later."),
        "rules": _("House rules"),
        "calm": _("Take your time. This conversation is kept."),
        "sending": _("being sent"),
        "waiting": _("will be sent"),
        "offline": _("No connection now. What you wrote is kept and goes out by itself."),
        "slow": _("You send a lot in a short time. What you wrote is kept and goes out by itself."),
        "files_lost": _("This message was not sent. Choose the file again."),
        "typing": _("{name} is typing…"),
        "typing_team": _("We are typing…"),
        "started_anew": _("We could not find your earlier conversation. This is a new one."),
        "no_storage": _("This browser does not keep the conversation: after you leave it is gone."),
        "file_too_big": _("This file is larger than {megabytes} MB. Choose a smaller one."),
        "offline_short": _("No connection now. Try again later."),
        "empty": _("Write something first, then send it."),
        "too_long": too_long_words(length="{length}"),
        "language": get_language() or "nl",
        "off": _("This chat is off now."),
        "email_ask": _("Would you like us to be able to reach you by e-mail as well?"),
        "email_label": _("Your e-mail address (not required)"),
        "email_save": _("Save"),
    }
