"""The API does what its description says, whatever is sent."""

import pytest
import schemathesis
from schemathesis import GenerationMode

from shared.contracts import Role
from tests.described import Asker, faults_of, faulty_examples, operations_of
from tests.partners.cast import Cast
from tests.partners.stage import Stage


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once and test_use_cases."""
    return sqlite_url


@pytest.fixture
def asker(stage: Stage, cast: Cast) -> Asker:
    """A coordinator, since what partners keeps is changed by people alone."""
    cast.reader()
    visitor = cast.coordinator()
    cookie = visitor.client.get_cookie("backcast")
    assert cookie is not None
    member = stage.person("Mai Example", Role.MEMBER, cast.organisation.id)
    ids = {
        "community_id": stage.community.id,
        "organisation_id": cast.organisation.id,
        "person_id": member.person_id,
        "token_id": next(iter(stage.rows("tokens")))["id"],
    }
    return Asker(
        ids={name: str(value) for name, value in ids.items()},
        headers={"X-CSRFToken": visitor.csrf()},
        cookies={cookie.key: cookie.value},
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(cast: Cast, asker: Asker, mode: GenerationMode) -> None:
    app = cast.nobody().client.application
    operations = operations_of(schemathesis.openapi.from_wsgi("/partners/api/openapi.json", app), asker)

    faults = [each for one in operations for each in faults_of(one, mode, asker, 10)]

    assert len(operations) == 11
    assert faults == [], "\n\n".join(faults)


def test_every_operation_has_examples_that_fit_its_schemas(cast: Cast) -> None:
    description = cast.nobody().get("/partners/api/openapi.json").json

    assert faulty_examples(description) == []
