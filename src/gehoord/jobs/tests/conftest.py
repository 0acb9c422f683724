from tests.services import postgresql_url, redis_url

__all__ = ["postgresql_url", "redis_url"]
