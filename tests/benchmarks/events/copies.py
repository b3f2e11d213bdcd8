"""The copies of commitments that other services keep."""

from tests.benchmarks.events.house import Connection, House
from tests.waiting import eventually

LONGEST_SECONDS = 120.0


def wait_for_copies(home: House, service: str, version: int, count: int) -> None:
    """Return once the service has so many commitments at the version."""
    with home.connect(service) as connection:
        eventually(
            lambda: _copies(connection, version) == count,
            within=LONGEST_SECONDS,
            saying=f"{count} copies at version {version} in {service}",
        )


def _copies(connection: Connection, version: int) -> object:
    (found,) = connection.execute(
        "SELECT count(*) FROM commitments WHERE version = %s", (version,)
    ).fetchall()
    return found[0]
