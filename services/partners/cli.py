"""Operators' commands of partners: beginning a community, and tokens for programs."""

from email.utils import parseaddr
from uuid import UUID

import click

from services.partners.db import queries
from services.partners.domain.communities import Community
from services.partners.domain.refusals import Refused
from services.partners.domain.tokens import SCOPES, Token
from services.partners.use_cases.communities import create_community
from services.partners.use_cases.people import add_person_with_role
from services.partners.use_cases.tokens import create_token, revoke_token
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.service import OpenRuntime


@click.group()
def community() -> None:
    """Look after communities."""


@community.command(name="create")
@click.argument("name")
@click.option("--coordinator", required=True, multiple=True, help='"Name <address>", once or more.')
@click.option("--officer", multiple=True, help='"Name <address>" of a council officer who gets the digest.')
@click.option("--timezone", default="Europe/London", show_default=True)
@click.pass_obj
def create(
    open_runtime: OpenRuntime,
    name: str,
    coordinator: tuple[str, ...],
    officer: tuple[str, ...],
    timezone: str,
) -> None:
    """Begin a community called NAME and print its id. Its people then sign in by e-mailed link."""
    with open_runtime("partners").database.unit_of_work() as uow:
        try:
            made = create_community(uow, name=name, timezone=timezone)
            _add(uow, made.id, Role.COORDINATOR, coordinator)
            _add(uow, made.id, Role.OFFICER, officer)
        except Refused as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo(made.id)


def _add(uow: UnitOfWork, community_id: UUID, role: Role, people: tuple[str, ...]) -> None:
    for person in people:
        name, address = parseaddr(person)
        add_person_with_role(uow, community_id, name=name or address, email=address, role=role)


@click.group()
def token() -> None:
    """Look after the tokens with which programs call the API."""


@token.command(name="create")
@click.argument("community_id", type=click.UUID)
@click.option("--name", required=True, help="Which program will use it.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(list(SCOPES)))
@click.pass_obj
def create_(open_runtime: OpenRuntime, community_id: UUID, name: str, scopes: tuple[str, ...]) -> None:
    """Make a token of the community and print its secret, which nobody can be shown again."""
    with open_runtime("partners").database.unit_of_work() as uow:
        if uow.session.get(Community, community_id) is None:
            raise click.ClickException("There is no such community.")
        made = create_token(uow, community_id, name=name, scopes=scopes, created_by=None)
    click.echo(f"{made.token.id} {made.secret}")


@token.command()
@click.argument("token_id", type=click.UUID)
@click.pass_obj
def revoke(open_runtime: OpenRuntime, token_id: UUID) -> None:
    """End a token for good."""
    with open_runtime("partners").database.unit_of_work() as uow:
        held = queries.to_change(uow.session, Token, token_id)
        if held is None:
            raise click.ClickException("There is no such token.")
        revoke_token(uow, held)


COMMANDS: tuple[click.Command, ...] = (community, token)
