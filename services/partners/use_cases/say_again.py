"""What partners can say again, so that other services can rebuild their copies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.partners.db import tables
from services.partners.domain.communities import Community
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.people import Person
from services.partners.domain.tokens import Token
from shared.contracts import (
    CommunityChanged,
    Contract,
    MembershipChanged,
    OrganisationChanged,
    PersonChanged,
    TokenChanged,
)
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork


def _states(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [thing.state() for (thing,) in rows]


KINDS = tuple(
    Kind(contract=contract, table=table, chosen=select(entity), states=_states)
    for contract, table, entity in (
        (CommunityChanged, tables.communities, Community),
        (OrganisationChanged, tables.organisations, Organisation),
        (PersonChanged, tables.people, Person),
        (MembershipChanged, tables.memberships, Membership),
        (TokenChanged, tables.tokens, Token),
    )
)
"""Requests to sign in are not said twice: they are good for ten minutes."""
