"""One application in front of the services of one process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from deploy.house import House
from tests.settings import settings_in


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    house = House.open(settings_in(tmp_path))
    house.migrate()
    yield Client(house.wsgi())
    for runtime in house.runtimes.values():
        runtime.database.engine.dispose()


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/plans/health/live", "plans"),
        ("/partners/health/live", "partners"),
        ("/notify/health/live", "notify"),
    ],
)
def test_each_request_reaches_the_service_that_its_path_names(
    client: Client, path: str, service: str
) -> None:
    answer = client.get(path)

    assert (answer.status_code, (answer.json or {})["service"]) == (200, service)


@pytest.mark.parametrize("path", ["*", "", "/", "//", "//partners//", "/..", "/%00", "/nowhere"])
def test_a_path_that_names_no_service_is_answered_too(client: Client, path: str) -> None:
    answers = [
        client.open(method=method, environ_overrides={"PATH_INFO": path, "REQUEST_URI": path})
        for method in ("GET", "OPTIONS")
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
