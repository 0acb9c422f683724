"""What a permission is good for, as far as it can be seen."""

from __future__ import annotations

import jwt

from gehoord.channels.email.models import Auth, Mailbox, Provider

AS_SOMEBODY = {"imap": "IMAP.AccessAsUser.All", "smtp": "SMTP.Send"}
AS_APP = {"imap": "IMAP.AccessAsApp", "smtp": "SMTP.SendAsApp"}


def missing_right(mailbox: Mailbox, token: str, *, kind: str) -> str:
    """The right at Microsoft that this access token lacks, empty if none is known to.

    `kind` is `imap` or `smtp`. Microsoft's tokens say it; others say nothing, and that is no fault.
    """
    if mailbox.provider != Provider.MICROSOFT:
        return ""
    try:
        told = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return ""
    needed, said = AS_SOMEBODY[kind], str(told.get("scp", "")).split()
    if mailbox.auth == Auth.APP:
        needed, said = AS_APP[kind], list(told.get("roles") or [])
    return "" if needed in said else needed
