"""What sign-in may do here: agents are invited, nobody signs up by himself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AgentAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Password, code and passkey."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites agents."""
        return False


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation's own sign-in: lets in who is already an agent."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: only addresses an administrator invited come in."""
        return False
