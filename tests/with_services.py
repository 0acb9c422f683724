"""Run a command with a fresh PostgreSQL and Redis: `python -m tests.with_services COMMAND …`."""

import os
import subprocess
import sys

from tests.services import postgresql_running, redis_running


def main(command: list[str]) -> int:
    with postgresql_running() as database, redis_running() as redis:
        settings = {"DATABASE_URL": database, "REDIS_URL": redis}
        return subprocess.run(command, env=os.environ | settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
