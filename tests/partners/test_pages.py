"""The pages as coordinators, officers and members meet them."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from services.partners.db import queries
from services.partners.domain.memberships import Membership
from shared.contracts import CommitmentState, Role
from tests.partners.cast import Cast, Visitor
from tests.partners.pages import checked
from tests.partners.sheets import commitment
from tests.partners.stage import Stage

MARKUP = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once and test_use_cases."""
    return sqlite_url


@pytest.mark.parametrize("path", ["sign-in", "sign-in/sent", "sign-out", "organisations", "people", "tokens"])
def test_every_page_can_be_read_by_everybody(cast: Cast, path: str) -> None:
    checked(cast.coordinator().get(f"/partners/{path}"))


def test_an_organisations_page_counts_what_it_promised(stage: Stage, cast: Cast) -> None:
    owner = cast.organisation.id
    stage.organisation("Friends of the Green")
    stage.hear(
        commitment(stage, owner, state=CommitmentState.AGREED, due=date(2026, 11, 1)),
        commitment(stage, owner, state=CommitmentState.DONE),
    )

    listed = checked(cast.officer().get("/partners/organisations"))
    one = checked(cast.officer().get(f"/partners/organisations/{owner}"))

    assert "1 open (<strong>1 overdue</strong>), 1 done" in listed
    assert listed.count("No commitments yet") == 1
    assert "Of these, overdue" in one


def test_a_coordinator_adds_and_renames_an_organisation(cast: Cast) -> None:
    coordinator = cast.coordinator()
    added = coordinator.submit("/partners/organisations", name="Friends of the Green")

    coordinator.submit(added.location, name="Green Friends")

    page = checked(coordinator.get(added.location))
    assert "Green Friends" in page
    assert "The name was changed." in page


def test_a_name_that_is_taken_is_shown_beside_the_field_and_changes_nothing(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    before = stage.rows("organisations")

    page = checked(coordinator.submit("/partners/organisations", name="riverside walkers"))

    assert "There is an organisation of that name already" in page
    assert 'href="#name"' in page
    assert 'value="riverside walkers"' in page
    assert stage.rows("organisations") == before


def test_a_coordinator_adds_a_person_and_ends_the_role(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    fields = {"name": "Amina Example", "email": "amina@example.org", "role": "member"}

    added = coordinator.submit("/partners/people", **fields, organisation_id=str(cast.organisation.id))

    assert added.status_code == 303
    page = checked(coordinator.get("/partners/people"))
    assert "Amina Example was added." in page
    assert "Riverside Walkers" in page
    membership = next(row for row in stage.rows("memberships") if row["role"] is Role.MEMBER)
    coordinator.submit(f"/partners/memberships/{membership['id']}/end")
    page = checked(coordinator.get("/partners/people"))
    assert "The role has ended." in page
    assert "amina@example.org" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "email": "a@example.org", "role": "officer"}, "Enter a name"),
        ({"name": "Amina", "email": "a@b, c@example.org", "role": "officer"}, "Enter an e-mail address"),
        ({"name": "Amina", "email": "a@example.org"}, "Choose a role"),
        ({"name": "Amina", "email": "a@example.org", "role": "admin"}, "Not a valid choice"),
        ({"name": "Amina", "email": "a@example.org", "role": "member"}, "Choose the organisation"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_is_wrong(
    stage: Stage, cast: Cast, fields: dict[str, str], said: str
) -> None:
    coordinator = cast.coordinator()
    before = stage.rows("people")

    page = checked(coordinator.submit("/partners/people", **fields, organisation_id=""))

    assert said in page
    assert "There is a problem" in page
    assert f'value="{fields["email"]}"' in page
    assert stage.rows("people") == before


def test_the_last_coordinator_is_told_why_they_stay(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    membership = next(row for row in stage.rows("memberships") if row["role"] is Role.COORDINATOR)

    coordinator.submit(f"/partners/memberships/{membership['id']}/end")

    assert "A community keeps at least one coordinator" in checked(coordinator.get("/partners/people"))


def test_a_tokens_secret_is_shown_once(cast: Cast) -> None:
    coordinator = cast.coordinator()

    made = coordinator.submit("/partners/tokens", name="Dashboard", scopes=["plans:read", "partners:read"])

    page = checked(made)
    secret = page.partition("bc_")[2].partition("<")[0]
    assert len(secret) == 43
    assert made.headers["Cache-Control"] == "no-store"
    listed = checked(coordinator.get("/partners/tokens"))
    assert "Dashboard" in listed
    assert secret not in listed


def test_a_token_is_revoked_by_a_button(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    cast.program("plans:read")

    coordinator.submit(f"/partners/tokens/{stage.rows('tokens')[0]['id']}/revoke")

    page = checked(coordinator.get("/partners/tokens"))
    assert "The token was revoked" in page
    assert [row["revoked"] for row in stage.rows("tokens")] == [True]


def test_names_are_text_wherever_they_stand(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    organisation = stage.organisation(MARKUP)
    stage.person(MARKUP, Role.MEMBER, organisation.id, email="mark@example.org")
    coordinator.submit("/partners/tokens", name=MARKUP, scopes=["plans:read"])

    for path in ("organisations", f"organisations/{organisation.id}", "people", "tokens"):
        page = checked(coordinator.get(f"/partners/{path}"))
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page


def test_who_coordinates_two_communities_is_asked_for_which(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    cora = stage.rows("people")[-1]
    with stage.database.unit_of_work() as uow:
        queries.add(uow.session, Membership.of(cast.elsewhere.id, cora["id"], Role.COORDINATOR, None))

    page = checked(coordinator.get("/partners/organisations"))
    added = coordinator.submit(
        "/partners/organisations", name="Allotments", community_id=str(cast.elsewhere.id)
    )

    assert "Elsewhere" in page
    assert added.status_code == 303
    made = next(row for row in stage.rows("organisations") if row["name"] == "Allotments")
    assert made["community_id"] == cast.elsewhere.id


@pytest.mark.parametrize("character", [Cast.nobody, Cast.member, Cast.officer, Cast.coordinator])
def test_the_menu_leads_nowhere_that_one_may_not_go(cast: Cast, character: Callable[[Cast], Visitor]) -> None:
    visitor = character(cast)

    menu = re.findall(
        r'service-navigation__link" href="(/partners/[^"]+)"', visitor.get("/partners/sign-in").text
    )

    assert menu
    assert {visitor.get(path).status_code for path in menu} == {200}
