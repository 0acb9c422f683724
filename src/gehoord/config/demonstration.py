"""`gehoord demo`: everything on one machine with demonstration data, from nothing."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

from gehoord.environment import SettingIsWrong

COMMANDS = {"demo_load", "demo_remove", "demo_customer"}
SECRETS = {"GEHOORD_SECRET_KEY", "GEHOORD_SECRET_KEY_FILE"}


def require_free(*, host: str, port: int) -> None:
    """See to it that nobody else serves on this port yet.

    Raises SettingIsWrong if somebody does.
    """
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise SettingIsWrong(
                f"Port {port} is taken. Choose another: GEHOORD_PORT=8001 make demo"
            )


def prepare(*, port: int) -> None:
    """Set the environment of a demonstration in `data/demo`, where the person set nothing else."""
    folder = Path(os.environ.setdefault("GEHOORD_DATA", "data/demo"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("GEHOORD_STATIC", str(folder / "static"))
    os.environ.setdefault("GEHOORD_DEMO", "yes")
    os.environ.setdefault("GEHOORD_URL", f"http://localhost:{port}")
    if not SECRETS & os.environ.keys():
        os.environ["GEHOORD_SECRET_KEY_FILE"] = str(_own_secret(folder / "secret-key"))


def _own_secret(path: Path) -> Path:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), "utf-8")
    return path


def load() -> None:
    """Make the database, the static files and the demonstration data; what is there stays."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo_load")
    from gehoord.demo.post_office import open_post_office

    open_post_office()
