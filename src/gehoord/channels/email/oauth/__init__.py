"""Permission to sign in on a mail server without a password: OAuth 2."""

from gehoord.channels.email.oauth.refusals import NoPermission, PermissionEnded
from gehoord.channels.email.oauth.tokens import access_token, forget_token

__all__ = ["NoPermission", "PermissionEnded", "access_token", "forget_token"]
