from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.urls import reverse

from gehoord import environment as env
from gehoord.accounts.models import House
from gehoord.office.first_days import (
    AdministratorIsThere,
    FirstDay,
    begin,
    check_email,
    check_name,
    check_origin,
    check_password,
    has_administrator,
)

TEAM = "Klantenservice"
MANY_TIMES = 5


class Command(BaseCommand):
    """Make the first administrator, the house, a team and a chat."""

    help = (
        "Make the first administrator, name the house, make a first team and a first chat. "
        "Asks on the terminal, or takes GEHOORD_ADMIN_EMAIL, GEHOORD_ADMIN_NAME and "
        "GEHOORD_ADMIN_PASSWORD (each also as …_FILE)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--house", default="", help="name of the organisation")
        parser.add_argument("--team", default="", help=f"name of the first team ({TEAM})")
        parser.add_argument("--website", default="", help="e.g. https://www.example.nl")
        parser.add_argument(
            "--also-answers", action="store_true", help="the administrator answers customers too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_done = has_administrator()
        except DatabaseError as error:
            raise CommandError(
                f"The database is not ready ({error}). Run `gehoord migrate` first."
            ) from error
        if is_done:
            self.stdout.write("There is an administrator already; nothing was changed.")
            return
        if env.text("GEHOORD_ADMIN_EMAIL", ""):
            day = self._from_environment(options)
        elif sys.stdin.isatty():
            day = self._by_asking(options)
        else:
            raise CommandError(
                "There is nobody to ask. Run it on a terminal, or set GEHOORD_ADMIN_EMAIL, "
                "GEHOORD_ADMIN_NAME and GEHOORD_ADMIN_PASSWORD (or GEHOORD_ADMIN_PASSWORD_FILE)."
            )
        self._begin(day)

    def _from_environment(self, options: dict[str, Any]) -> FirstDay:
        email = env.text("GEHOORD_ADMIN_EMAIL")
        return FirstDay(
            house=options["house"],
            name=env.text("GEHOORD_ADMIN_NAME", email.partition("@")[0]),
            email=email,
            password=env.text("GEHOORD_ADMIN_PASSWORD"),
            team=options["team"] or TEAM,
            origin=options["website"],
            also_answers=options["also_answers"],
        )

    def _by_asking(self, options: dict[str, Any]) -> FirstDay:
        try:
            house = options["house"] or self._ask("Name of the organisation", check_name)
            name = self._ask("Your name", check_name)
            email = self._ask("Your e-mail address", check_email)
            return FirstDay(
                house=house,
                name=name,
                email=email,
                password=self._ask_password(email=email, name=name),
                team=options["team"] or self._ask("First team", check_name, default=TEAM),
                origin=options["website"]
                or self._ask("Website for the chat, or nothing", check_origin, default=""),
                also_answers=options["also_answers"]
                or self._ask("Do you answer customers too? yes/no", str, default="no") == "yes",
            )
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped; nothing was changed.") from None

    def _ask(
        self, question: str, check: Callable[[str], str], *, default: str | None = None
    ) -> str:
        shown = f"{question} [{default}]: " if default else f"{question}: "
        for _ in range(MANY_TIMES):
            try:
                return check(input(shown).strip() or default or "")
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
        raise CommandError("No usable answer; nothing was changed.")

    def _ask_password(self, *, email: str, name: str) -> str:
        for _ in range(MANY_TIMES):
            password = getpass("Password (12 characters or more): ")
            try:
                check_password(password, email=email, name=name)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            if password == getpass("The same password again: "):
                return password
            self.stderr.write("The two passwords are not the same.")
        raise CommandError("No usable password; nothing was changed.")

    def _begin(self, day: FirstDay) -> None:
        try:
            agent, site = begin(day)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except AdministratorIsThere:
            raise CommandError("Somebody else made an administrator in the meantime.") from None
        self.stdout.write(f"{House.current().name} is ready.")
        self.stdout.write(f"Sign in as {agent.email}: {settings.GEHOORD_URL}/")
        if site is not None:
            page = settings.GEHOORD_URL + reverse("portal:page", args=[site.key])
            self.stdout.write(f"The chat as a page: {page}")
        self.stdout.write("Invite your colleagues in the office: " + self._office())

    def _office(self) -> str:
        return settings.GEHOORD_URL + reverse("office:overview")
