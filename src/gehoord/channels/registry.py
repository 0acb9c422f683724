"""Which channels there are."""

from __future__ import annotations

from collections.abc import Iterable

from gehoord.channels.contract import Channel

_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel known under its name; called when its app is ready."""
    _channels[channel.name] = channel


def channel_named(name: str) -> Channel:
    """The channel with this name.

    Raises KeyError if the installation does not have it.
    """
    return _channels[name]


def channels() -> Iterable[Channel]:
    """Every channel of this installation."""
    return tuple(_channels.values())
