from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gehoord.demo.chat_door import ChatDoor, DoorIsClosed
from gehoord.demo.live_customer import LiveCustomer
from gehoord.demo.temper import LiveStory, live_stories

SLOWEST, FASTEST = 0.1, 10.0


class Command(BaseCommand):
    """Play an angry customer in the chat of a running demonstration."""

    help = (
        "Play an angry customer in the chat, so that one person can watch the inbox move. "
        "The customer reads what the agent writes: he calms down when he is heard, and gets "
        "angrier at “zoals ik al zei”. Only for a demonstration (GEHOORD_DEMO=yes)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="show the stories and stop")
        parser.add_argument("--story", default="", help="which story; without it the first one")
        parser.add_argument("--site", default="", help="the chat to write in")
        parser.add_argument("--speed", type=float, default=1.0, help="2 is twice as fast")
        parser.add_argument("--url", default=settings.GEHOORD_URL, help="where the server is")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for story in live_stories().values():
                self.stdout.write(f"  {story.key:<20} {story.site:<14} {story.title}")
            return
        if not settings.GEHOORD_DEMO:
            raise CommandError(
                "This installation is not a demonstration: played customers do not belong in it. "
                "Set GEHOORD_DEMO=yes for one that is."
            )
        if not SLOWEST <= options["speed"] <= FASTEST:
            raise CommandError(f"--speed is from {SLOWEST} to {FASTEST}.")
        story = _story_named(options["story"])
        self.stdout.write(f"{story.title}. Stop with Ctrl-C.")
        try:
            door = ChatDoor(options["url"], site=options["site"] or story.site)
            customer = LiveCustomer(door, story, speed=options["speed"], tell=self._tell)
            is_heard = customer.play()
        except DoorIsClosed as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. What the customer wrote stays in the inbox.")
            return
        self.stdout.write(
            "The customer has been heard." if is_heard else "Nobody answered; the customer left."
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _story_named(key: str) -> LiveStory:
    stories = live_stories()
    if not key:
        return next(iter(stories.values()))
    if key not in stories:
        raise CommandError(f"There is no story {key!r}. Choose from: {', '.join(stories)}.")
    return stories[key]
