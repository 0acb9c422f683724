from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from gehoord import environment as env
from gehoord.accounts.models import Agent
from gehoord.demo.actions import (
    DemonstrationIsThere,
    RealDataIsThere,
    load_demonstration,
    set_password,
)
from gehoord.demo.models import DemoRecord


class Command(BaseCommand):
    """Fill an empty installation with a demonstration, and print who may sign in."""

    help = (
        "Fill an empty installation with two companies, 12 agents and 150 cases. "
        "Only with GEHOORD_DEMO=yes; GEHOORD_DEMO_PASSWORD is the password of all agents."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.GEHOORD_DEMO:
            raise CommandError(
                "This installation is not a demonstration. Set GEHOORD_DEMO=yes to make it one."
            )
        password = env.text("GEHOORD_DEMO_PASSWORD", "") or secrets.token_urlsafe(9)
        try:
            load_demonstration(password=password, tell=self._tell)
        except DemonstrationIsThere:
            set_password(password=password)
            self.stdout.write("The demonstration was loaded before; it stays as it is.")
        except DatabaseError as error:
            raise CommandError(
                f"The database is not ready ({error}). Run `gehoord migrate` first."
            ) from error
        except RealDataIsThere as error:
            raise CommandError(
                "There are agents or cases already. Load the demonstration into an empty "
                "installation: choose another GEHOORD_DATA or DATABASE_URL."
            ) from error
        self._print_sign_ins(password)

    def _tell(self, done: int, all_of_them: int) -> None:
        if done % 50 == 0 or done == all_of_them:
            self.stdout.write(f"{done} of {all_of_them} cases")

    def _print_sign_ins(self, password: str) -> None:
        self.stdout.write(f"\nSign in at {settings.GEHOORD_URL} with the password {password}\n\n")
        agents = Agent.objects.get_queryset().filter(pk__in=DemoRecord.ids_of(Agent))
        for agent in agents.prefetch_related("teams", "role_rows").order_by("pk"):
            roles = ", ".join(row.role for row in agent.role_rows.all())
            teams = ", ".join(team.name for team in agent.teams.all())
            self.stdout.write(f"  {agent.email:<32} {agent.name:<24} {roles:<22} {teams}")
