"""What an operator does from the command line."""

from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from services.partners.cli import COMMANDS
from services.partners.domain.tokens import hash_of
from shared.contracts import Role
from shared.service import Runtime
from tests.partners.stage import Stage


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def run(runtime: Runtime, *words: str) -> Result:
    command = next(command for command in COMMANDS if command.name == words[0])
    return CliRunner().invoke(command, words[1:], obj=lambda _service: runtime)


def test_a_community_begins_with_people_who_can_sign_in(stage: Stage, runtime: Runtime) -> None:
    cora, olu = "Cora Example <cora@example.org>", "Olu Example <olu@example.org>"

    result = run(runtime, "community", "create", "Hillside", "--coordinator", cora, "--officer", olu)

    assert result.exit_code == 0, result.output
    assert {row["name"] for row in stage.rows("communities")} == {"Leafy", "Hillside"}
    assert {row["role"] for row in stage.rows("memberships")} == {Role.COORDINATOR, Role.OFFICER}


def test_nothing_of_a_community_stays_when_its_coordinator_is_refused(stage: Stage, runtime: Runtime) -> None:
    before = stage.state()

    result = run(runtime, "community", "create", "Hillside", "--coordinator", "Cora")

    assert result.exit_code == 1
    assert "Enter an e-mail address" in result.output
    assert stage.state() == before


def test_a_token_is_created_printed_once_and_revoked(stage: Stage, runtime: Runtime) -> None:
    made = run(
        runtime, "token", "create", str(stage.community.id), "--name", "Board", "--scope", "plans:read"
    )
    token_id, secret = made.stdout.split()

    revoked = run(runtime, "token", "revoke", token_id)

    (row,) = stage.rows("tokens")
    assert (str(row["id"]), row["sha256"], row["scopes"]) == (token_id, hash_of(secret), ("plans:read",))
    assert revoked.exit_code == 0
    assert row["revoked"]


@pytest.mark.parametrize(
    "words",
    [("create", str(uuid4()), "--name", "Board", "--scope", "plans:read"), ("revoke", str(uuid4()))],
)
def test_what_is_not_there_is_told_plainly(runtime: Runtime, words: tuple[str, ...]) -> None:
    result = run(runtime, "token", *words)

    assert result.exit_code == 1
    assert "There is no such" in result.output
