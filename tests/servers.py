"""Fresh databases and virtual hosts on the servers that tests and benchmarks are lent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
import requests

from deploy.servers.loan import POSTGRESQL, RABBITMQ, RABBITMQ_API


@dataclass(frozen=True, kw_only=True)
class Servers:
    """A PostgreSQL and a RabbitMQ of which we are the administrator, by their URLs."""

    postgresql: str
    rabbitmq: str
    rabbitmq_api: str

    @classmethod
    def named_in(cls, environ: Mapping[str, str]) -> "Servers | None":
        """Return the servers that the environment names, or None where one is missing."""
        urls = [environ.get(name, "") for name in (POSTGRESQL, RABBITMQ, RABBITMQ_API)]
        if not all(urls):
            return None
        return cls(postgresql=urls[0], rabbitmq=urls[1], rabbitmq_api=urls[2])


@contextmanager
def fresh_database(
    administrator: str, name: str | None = None, *, template: str | None = None
) -> Iterator[str]:
    """Give the URL (postgresql://) of a database, empty or as the template is; it is gone after the block."""
    name = name or f"test_{uuid4().hex}"
    like = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}'.encode())
    try:
        yield urlsplit(administrator)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def fresh_host(broker: str, api: str) -> Iterator[str]:
    """Give the URL of an empty virtual host, which is gone after the block with all its queues."""
    parts, name = urlsplit(broker), f"test-{uuid4().hex}"
    host = f"{api}/api/vhosts/{name}"
    requests.put(host, timeout=10).raise_for_status()
    grant = {"configure": ".*", "write": ".*", "read": ".*"}
    user = quote(parts.username or "guest")
    requests.put(f"{api}/api/permissions/{name}/{user}", json=grant, timeout=10).raise_for_status()
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        requests.delete(host, timeout=10)
