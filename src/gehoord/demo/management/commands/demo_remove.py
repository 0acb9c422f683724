from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gehoord.demo.actions import remove_demonstration
from gehoord.demo.models import DemoRecord


class Command(BaseCommand):
    """Take the demonstration away; real data stay."""

    help = "Remove the demonstration and everything people did in it. Real data stay."

    def handle(self, *args: Any, **options: Any) -> None:
        if not DemoRecord.objects.exists():
            self.stdout.write("There is no demonstration here; nothing was removed.")
            return
        stayed = remove_demonstration()
        self.stdout.write("The demonstration is removed.")
        if stayed:
            self.stdout.write(
                "These stay because real cases or chats need them: "
                f"{', '.join(stayed)}. Move those and run demo-remove again."
            )
