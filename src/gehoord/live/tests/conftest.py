import pytest

from tests.bare.site import bare_site
from tests.services import postgresql_url, redis_url

__all__ = ["postgresql_url", "redis_url"]


@pytest.fixture(
    scope="module",
    params=[
        "table",
        pytest.param("notify", marks=pytest.mark.services),
        pytest.param("redis", marks=pytest.mark.services),
    ],
)
def wired_site(request, tmp_path_factory):
    """Web and work processes of a site, with each of the three wires."""
    settings = {}
    if request.param == "notify":
        settings = {"DATABASE_URL": request.getfixturevalue("postgresql_url")}
    if request.param == "redis":
        settings = {"REDIS_URL": request.getfixturevalue("redis_url")}
    with bare_site(tmp_path_factory.mktemp("site"), "serve", **settings) as running_site:
        yield running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The web process of a site on SQLite."""
    with bare_site(tmp_path_factory.mktemp("site"), "web") as running_site:
        yield running_site
