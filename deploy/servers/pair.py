"""Both servers together: started side by side, stopped together, named in one file of settings."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

from deploy.servers import postgresql, rabbitmq
from deploy.servers.place import Place
from deploy.servers.postgresql import PostgreSQL
from deploy.servers.rabbitmq import RabbitMQ

Say = Callable[[str], None]


def missing_packages() -> list[str]:
    """Return the Debian packages that are wanted and not installed."""
    wanted = {postgresql.PACKAGE: postgresql.programs(), rabbitmq.PACKAGE: rabbitmq.program()}
    return [package for package, found in wanted.items() if not found]


@dataclass(frozen=True)
class Pair:
    """The PostgreSQL and the RabbitMQ of one place."""

    place: Place

    def all(self) -> list[PostgreSQL | RabbitMQ]:
        """Return both, the slower to start first."""
        return [RabbitMQ(self.place), PostgreSQL(self.place)]

    def installed(self) -> list[PostgreSQL | RabbitMQ]:
        """Return those whose packages are here."""
        missing = missing_packages()
        packages = {"RabbitMQ": rabbitmq.PACKAGE, "PostgreSQL": postgresql.PACKAGE}
        return [server for server in self.all() if packages[server.name] not in missing]

    def start(self, say: Say) -> None:
        """Start what is installed, side by side, and return when all of it answers."""
        began = time.monotonic()
        servers = self.installed()
        for server in servers:
            say(f"starting {server.name} in {self.place.data}")
            server.launch()
        for server in servers:
            server.wait()
            say(f"{server.name} answers after {time.monotonic() - began:.1f} s: {_public(server.url)}")

    def stop(self, say: Say) -> None:
        """Stop whatever of it runs."""
        for server in self.installed():
            if server.stop():
                say(f"stopped {server.name}")

    def clear(self, say: Say) -> None:
        """Remove data whose password is lost, such as what a removed build folder left elsewhere."""
        self.stop(say)
        for name in ("postgresql", "rabbitmq"):
            shutil.rmtree(self.place.data / name, ignore_errors=True)

    def write_env(self) -> None:
        """Write the file `env`, which a shell can source and a test run can read."""
        lines = []
        for server in self.installed():
            if isinstance(server, PostgreSQL):
                lines += [f"BACKCAST_TEST_POSTGRES_URL={server.url}"]
            else:
                lines += [
                    f"BACKCAST_TEST_RABBITMQ_URL={server.url}",
                    f"BACKCAST_TEST_RABBITMQ_API={server.api}",
                ]
        path = self.place.folder / "env"
        path.touch(mode=0o600)
        path.write_text("".join(f"{line}\n" for line in lines))


def _public(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
