"""uvicorn with streams that end when it is asked to."""

import resource
import socket

import uvicorn

from gehoord.live.hub import Hub
from gehoord.live.limits import CarefulProtocol

GRACE_S = 5
MOST_HANDLES = 65536


class LiveServer(uvicorn.Server):
    """A web server that ends its live streams first, because it waits for open answers."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all streams, then what is still being answered, within a few seconds."""
        self.hub.close()
        await super().shutdown(sockets)


def serve(app: str, hub: Hub, *, host: str, port: int, trusted_proxies: str) -> None:
    """Serve an ASGI application until SIGTERM or SIGINT.

    `trusted_proxies`: addresses whose X-Forwarded-… headers are believed, with commas.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http=CarefulProtocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=trusted_proxies,
        timeout_graceful_shutdown=GRACE_S,
    )
    _allow_many_connections()
    LiveServer(config, hub).run()


def _allow_many_connections() -> None:
    """Use the file handles the machine gives: every open inbox and every chat holds one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_HANDLES if hard == resource.RLIM_INFINITY else min(hard, MOST_HANDLES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
