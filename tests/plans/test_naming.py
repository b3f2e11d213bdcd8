"""Organisations and contacts are found by name and address, or made and told of."""

from collections.abc import Callable
from uuid import UUID

from services.plans.consumers import HANDLERS
from services.plans.use_cases.naming import name_contact, name_organisation
from shared.contracts import (
    ContactNamed,
    Contract,
    MembershipChanged,
    OrganisationChanged,
    OrganisationNamed,
    PersonChanged,
    Role,
)
from shared.contracts.identity import organisation_id, person_id
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, make_contact

Said = Callable[[], list[Contract]]


def hear(database: Database, event: Contract) -> None:
    with database.unit_of_work() as uow:
        HANDLERS[type(event)](uow, event)


def test_an_organisation_is_made_once_whatever_its_case_and_spacing(database: Database, said: Said) -> None:
    with database.unit_of_work() as uow:
        ids = {name_organisation(uow, COMMUNITY, name) for name in ("Oak  Trust", "oak trust ", "OAK TRUST")}

    made = OrganisationNamed(
        id=organisation_id(COMMUNITY, "Oak Trust"), version=1, community_id=COMMUNITY, name="Oak Trust"
    )
    assert ids == {made.id}
    assert said() == [made]


def test_an_organisation_is_found_by_the_name_that_partners_gave_it(database: Database, said: Said) -> None:
    known = UUID(int=77)
    hear(database, OrganisationChanged(id=known, version=3, community_id=COMMUNITY, name="Elm Society"))

    with database.unit_of_work() as uow:
        found = name_organisation(uow, COMMUNITY, "elm society")

    assert (found, said()) == (known, [])


def test_a_renamed_organisation_is_still_found_by_its_first_name(database: Database, said: Said) -> None:
    with database.unit_of_work() as uow:
        made = name_organisation(uow, COMMUNITY, "Oak Trust")
    hear(database, OrganisationChanged(id=made, version=2, community_id=COMMUNITY, name="Oaks United"))

    with database.unit_of_work() as uow:
        again = name_organisation(uow, COMMUNITY, "Oak Trust")

    assert (again, len(said())) == (made, 1)


def test_partners_answer_replaces_our_own_copy(database: Database) -> None:
    with database.unit_of_work() as uow:
        made = name_organisation(uow, COMMUNITY, "oak trust")

    hear(database, OrganisationChanged(id=made, version=1, community_id=COMMUNITY, name="The Oak Trust"))

    with database.unit_of_work() as uow:
        assert name_organisation(uow, COMMUNITY, "the oak trust") == made


def test_a_contact_is_told_to_partners_with_name_and_address(database: Database, said: Said) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "Sam@Example.org")

    event = said()[-1]
    assert isinstance(event, ContactNamed)
    assert (event.id, event.organisation_id) == (person_id(COMMUNITY, "sam@example.org"), organisation)
    assert (event.id, event.email) == (contact, "Sam@Example.org")


def test_a_contact_whom_partners_knows_there_is_not_told_again(database: Database, said: Said) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    hear(
        database,
        MembershipChanged(
            id=UUID(int=1),
            version=1,
            community_id=COMMUNITY,
            person_id=contact,
            organisation_id=organisation,
            role=Role.MEMBER,
            active=True,
        ),
    )
    count = len(said())

    make_contact(database, "Oak Trust", "SAM@example.org")

    assert len(said()) == count


def test_a_person_is_found_by_the_address_that_they_have_now(database: Database) -> None:
    known = UUID(int=78)
    hear(
        database,
        PersonChanged(
            id=known,
            version=2,
            community_id=COMMUNITY,
            name="Ada Green",
            email="ada@example.org",
            sessions_from=None,
        ),
    )

    with database.unit_of_work() as uow:
        found = name_contact(uow, COMMUNITY, UUID(int=1), "A. Green", "Ada@example.org")

    assert found == known
