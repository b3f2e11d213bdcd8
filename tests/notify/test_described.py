"""The API does what its description says, whatever is sent."""

import pytest
import schemathesis
from schemathesis import GenerationMode

from shared.contracts import Role
from tests.described import Asker, faults_of, faulty_examples, operations_of
from tests.notify import hooks
from tests.notify.house import House


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once."""
    return sqlite_url


@pytest.fixture
def asker(house: House) -> Asker:
    """A coordinator, since preferences are told to people alone."""
    person_id, browser = house.person(Role.COORDINATOR)
    cookie = browser.get_cookie("backcast")
    assert cookie is not None
    ids = {
        "community_id": house.stage.cast.community_id,
        "plan_id": house.stage.cast.plan_id,
        "person_id": person_id,
        "webhook_id": hooks.hook(house.stage).id,
    }
    return Asker(
        ids={name: str(value) for name, value in ids.items()},
        headers={"X-CSRFToken": browser.environ_base["HTTP_X_CSRFTOKEN"]},
        cookies={cookie.key: cookie.value},
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(house: House, asker: Asker, mode: GenerationMode) -> None:
    operations = operations_of(schemathesis.openapi.from_wsgi("/notify/api/openapi.json", house.app), asker)

    faults = [each for one in operations for each in faults_of(one, mode, asker, 10)]

    assert len(operations) == 16
    assert faults == [], "\n\n".join(faults)


def test_every_operation_has_examples_that_fit_its_schemas(house: House) -> None:
    description = house.nobody().get("/notify/api/openapi.json").json

    assert faulty_examples(description) == []
