"""Whatever order things happen in: who is stopped is stopped at every door, and nobody else is.

A customer on five addresses and three channels, his sister and a stranger with his name write
through the real doors, while measures are given, lifted, extended and run out around them.
"""

import pytest
from django.core.cache import cache

from gehoord.portal.tests.world import World

pytestmark = pytest.mark.django_db
STORIES, STEPS = 12, 45


@pytest.mark.parametrize("seed", range(STORIES))
def test_in_any_order_his_doors_are_closed_and_nobody_elses(seed, settings):
    settings.GEHOORD_CHAT_RATES = {"message-visitor": "999/minute", "message-ip": "999/minute"}
    cache.clear()
    world = World(seed)
    acts = [
        *[world.he_writes] * 8,
        *[world.somebody_else_writes] * 4,
        *[world.somebody_decides] * 2,
        *[world.somebody_changes_it] * 2,
        *[world.time_passes] * 3,
        world.a_decider_looks,
        world.gets_an_address,
        *[world.is_somebody_new] * 2,
        *[world.was_somebody_else] * 2,
        world.loses_an_address,
        world.his_life_comes_first,
    ]
    for _step in range(STEPS):
        world.chance.choice(acts)()
        world.check()
