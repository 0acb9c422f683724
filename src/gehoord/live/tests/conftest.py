import pytest

from tests.bare.site import bare_site
from tests.services import postgresql_url, redis_url

__all__ = ["postgresql_url", "redis_url"]


@pytest.fixture(params=["table", "notify", "redis"])
def wire_settings(request):
    """The settings of an installation with each of the three wires."""
    if request.param == "notify":
        return {"DATABASE_URL": request.getfixturevalue("postgresql_url")}
    if request.param == "redis":
        return {"REDIS_URL": request.getfixturevalue("redis_url")}
    return {}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The web process of a site on SQLite."""
    with bare_site(tmp_path_factory.mktemp("site"), "web") as running_site:
        yield running_site
