import pytest
from django.core.cache import cache

from tests.factories import make_agent
from tests.services import free_port

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord 12"


@pytest.fixture(autouse=True)
def _redis_is_away(settings):
    # A dictionary of its own, so that the caches are made anew.
    settings.CACHES = {
        "default": {
            "BACKEND": "gehoord.config.cache.SharedCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}",
        }
    }


def sign_in(client, agent, password):
    return client.post("/account/login/", {"login": agent.email, "password": password})


def test_agent_signs_in_while_redis_is_away(client):
    assert sign_in(client, make_agent(password=PASSWORD), PASSWORD).status_code == 302


def test_failed_sign_ins_are_counted_while_redis_is_away(client):
    agent = make_agent(password=PASSWORD)
    for _ in range(6):
        sign_in(client, agent, "geraden")
    assert sign_in(client, agent, PASSWORD).status_code != 302


def test_value_is_kept_while_redis_is_away():
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.incr("key") == 2
    cache.set("key", "words")
    assert cache.get("key") == "words"
    cache.delete("key")
    assert cache.get("key") is None
