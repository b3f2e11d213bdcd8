"""What the API reads and writes, field by field."""

from marshmallow import fields, validate

from services.partners.domain.tokens import SCOPES
from shared.contracts import Role
from shared.contracts.names import LONGEST_NAME
from shared.http.fields import Bool, Email, Id, Instant, Int, StrictSchema, Text
from shared.http.pages import PageQuery

_ROLES = [role.value for role in Role]
_WHICH_COMMUNITY = {"description": "Needed only by those who coordinate several communities."}


class Community(StrictSchema):
    """A community of practice."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    name = Text(LONGEST_NAME, required=True)
    timezone = Text(64, required=True)


class Communities(StrictSchema):
    """All of the caller's communities."""

    items = fields.List(fields.Nested(Community), required=True)


class Organisation(StrictSchema):
    """An organisation; an answer's ETag stands for this state of it."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    community_id = Id(required=True)
    name = Text(LONGEST_NAME, required=True)


class NewOrganisation(StrictSchema):
    """An organisation to make."""

    community_id = Id(metadata=_WHICH_COMMUNITY)
    name = Text(LONGEST_NAME, required=True)


class OrganisationChange(StrictSchema):
    """What may be changed of an organisation."""

    name = Text(LONGEST_NAME, required=True)


class OrganisationPage(StrictSchema):
    """A page of organisations."""

    items = fields.List(fields.Nested(Organisation), required=True)
    next = fields.String(required=True, allow_none=True)


class Person(StrictSchema):
    """A person, whom coordinators alone see."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    community_id = Id(required=True)
    name = Text(LONGEST_NAME, required=True)
    email = Email(required=True)


class PersonPage(StrictSchema):
    """A page of people."""

    items = fields.List(fields.Nested(Person), required=True)
    next = fields.String(required=True, allow_none=True)


class Membership(StrictSchema):
    """What a person is in the community, and for which organisation."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    community_id = Id(required=True)
    person_id = Id(required=True)
    organisation_id = Id(required=True, allow_none=True)
    role = fields.Enum(Role, by_value=True, required=True)
    active = Bool(required=True)


class NewMembership(StrictSchema):
    """A role to give; the person is made if nobody has the address yet."""

    community_id = Id(metadata=_WHICH_COMMUNITY)
    name = Text(LONGEST_NAME, required=True)
    email = Email(required=True)
    role = fields.String(required=True, validate=validate.OneOf(_ROLES))
    organisation_id = Id(allow_none=True, load_default=None)


class MembershipQuery(PageQuery):
    """Which memberships to list."""

    organisation_id = Id()
    person_id = Id()


class MembershipPage(StrictSchema):
    """A page of memberships."""

    items = fields.List(fields.Nested(Membership), required=True)
    next = fields.String(required=True, allow_none=True)


class Token(StrictSchema):
    """An API token; its secret is not kept."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    community_id = Id(required=True)
    name = Text(LONGEST_NAME, required=True)
    scopes = fields.List(fields.String(validate=validate.OneOf(list(SCOPES))), required=True)
    revoked = Bool(required=True)
    created_at = Instant(required=True)


class NewToken(StrictSchema):
    """A token to make."""

    community_id = Id(metadata=_WHICH_COMMUNITY)
    name = Text(LONGEST_NAME, required=True)
    scopes = fields.List(
        fields.String(validate=validate.OneOf(list(SCOPES))),
        required=True,
        validate=validate.Length(1, len(SCOPES)),
    )


class TokenWithSecret(Token):
    """A token that was just made: the one answer that holds its secret."""

    secret = fields.String(required=True)


class TokenPage(StrictSchema):
    """A page of tokens."""

    items = fields.List(fields.Nested(Token), required=True)
    next = fields.String(required=True, allow_none=True)
