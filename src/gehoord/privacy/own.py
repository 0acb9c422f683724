"""What an agent gets when he asks what we keep about him."""

from __future__ import annotations

from typing import Any

from gehoord.accounts.models import Agent, AuditEvent
from gehoord.cases.models import Draft, SavedReply
from gehoord.channels.email.models import MailDraft


def own_record(agent: Agent) -> dict[str, Any]:
    """Everything there is about an agent himself, as JSON can hold it.

    What he wrote to customers and colleagues belongs to their cases and is only counted here.
    """
    return {
        "account": {
            "name": agent.name,
            "email": agent.email,
            "first_name": agent.first_name,
            "has_photo": bool(agent.photo),
            "may_sign_in": agent.is_active,
            "known_since": agent.created_at,
            "last_signed_in": agent.last_login,
            "roles": sorted(agent.roles),
            "teams": list(agent.teams.values_list("name", flat=True)),
        },
        "own_choices": {
            "single_letter_keys": agent.uses_single_keys,
            "coach": agent.coach_help,
        },
        "drafts": list(
            Draft.objects.filter(author=agent)
            .order_by("pk")
            .values("case_id", "mode", "text", "saved_at")
        ),
        "draft_of_a_new_mail": list(
            MailDraft.objects.filter(author=agent).values(
                "to", "cc", "bcc", "subject", "text", "saved_at"
            )
        ),
        "own_saved_replies": list(
            SavedReply.objects.filter(owner=agent)
            .order_by("pk")
            .values("title", "text", "changed_at")
        ),
        "written": {"replies": agent.replies.count(), "notes": agent.notes.count()},
        "settings_changed": list(
            AuditEvent.objects.filter(actor=agent).values("at", "what", "about")
        ),
    }
