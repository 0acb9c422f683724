from __future__ import annotations

from uuid import UUID

from gehoord.accounts.models import Agent
from gehoord.cases.actions import send_reply
from gehoord.cases.files import store_content
from gehoord.limits.letters import letter_of
from gehoord.limits.models import Notice

PDF = "application/pdf"


def send_notice(*, notice: Notice, by: Agent, submission: UUID) -> None:
    """Send a notice in the case's last conversation, with the letter as a PDF.

    It answers nothing the customer asked, so the case waits as it did. Raises what `send_reply`
    raises.
    """
    case = notice.measure.case
    assert case is not None
    letter = store_content(letter_of(notice), name=f"brief-{notice.pk}.pdf", content_type=PDF)
    notice.message = send_reply(
        case=case,
        author=by,
        text=notice.text,
        submission=submission,
        files=[letter],
        is_for_customer=False,
        leaves_at_once=True,
    )
    notice.save(update_fields=["message"])
