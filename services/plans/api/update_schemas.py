"""What the API reads and writes of updates, field by field."""

from marshmallow import fields, validate

from services.plans.api.ask_schemas import NewAsk
from services.plans.api.commitment_schemas import health_of, state_of
from services.plans.api.lengths import NAME, WORDS
from services.plans.api.proof_schemas import Proof, WebAddress
from services.plans.domain.transitions import Action
from services.plans.domain.updates import ELSEWHERE, Channel
from shared.http.fields import Bool, Day, Id, Instant, Int, StrictSchema, Text

_ELSEWHERE = [*(channel.value for channel in ELSEWHERE), None]


class NewUpdate(StrictSchema):
    """What is said about a commitment; each action needs and takes its own details."""

    action = fields.Enum(Action, by_value=True, required=True)
    note = Text(WORDS, lines=True, allow_none=True)
    reason = Text(WORDS, lines=True, allow_none=True)
    evidence = Text(WORDS, lines=True, allow_none=True)
    text = Text(WORDS, lines=True, allow_none=True)
    due = Day(allow_none=True)
    health = health_of(allow_none=True)
    organisation_id = Id(allow_none=True, metadata={"description": "Who takes it over."})
    contact_id = Id(allow_none=True, metadata={"description": "Whom they name as contact."})
    on_behalf_of = Id(allow_none=True, metadata={"description": "The organisation whose words these are."})
    channel = fields.Enum(
        Channel,
        by_value=True,
        allow_none=True,
        validate=validate.OneOf(list(ELSEWHERE)),
        metadata={"description": "Where it was said, if the caller only records it.", "enum": _ELSEWHERE},
    )
    said_by = Text(NAME, allow_none=True, metadata={"description": "The name of whoever said it."})
    said_by_id = Id(allow_none=True, metadata={"description": "Or their id, if the community knows them."})
    ask = fields.Nested(NewAsk, allow_none=True, metadata={"description": "What they say they need."})
    link = WebAddress(allow_none=True, metadata={"description": "A page on the web that shows it."})


class NewCorrection(StrictSchema):
    """All that an update should have said; what is left out, it should not have said."""

    note = Text(WORDS, lines=True, allow_none=True)
    reason = Text(WORDS, lines=True, allow_none=True)
    evidence = Text(WORDS, lines=True, allow_none=True)
    undo = Bool(metadata={"description": "Undo what it did, too, if nothing was said after it."})


class Update(StrictSchema):
    """What somebody said, when, on whose behalf and through which channel."""

    id = Id(required=True)
    commitment_id = Id(required=True)
    commitment_version = Int(required=True)
    at = Instant(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    person_id = Id(required=True, allow_none=True)
    organisation_id = Id(required=True, allow_none=True)
    on_behalf_of = Id(required=True, allow_none=True)
    said_by = Text(NAME, required=True, allow_none=True)
    said_by_id = Id(required=True, allow_none=True)
    action = fields.String(required=True)
    state = state_of(required=True)
    health = health_of(required=True, allow_none=True)
    note = Text(WORDS, required=True, allow_none=True)
    reason = Text(WORDS, required=True, allow_none=True)
    evidence = Text(WORDS, required=True, allow_none=True)
    new_due = Day(required=True, allow_none=True)
    corrects_id = Id(required=True, allow_none=True, metadata={"description": "The update it corrects."})
    undoes = Bool(required=True, metadata={"description": "What that one did is undone."})
    corrected_by_id = Id(
        required=True, allow_none=True, metadata={"description": "The update that counts in its place."}
    )
    proofs = fields.List(fields.Nested(Proof), required=True)


class UpdateList(StrictSchema):
    """All that was said, the oldest first."""

    items = fields.List(fields.Nested(Update), required=True)


class HistoryEntry(Update):
    """What was said, and what it changed: only the fields that differ."""

    before = fields.Dict(keys=fields.String(), required=True)
    after = fields.Dict(keys=fields.String(), required=True)


class History(StrictSchema):
    """All that happened to a commitment, the oldest first."""

    items = fields.List(fields.Nested(HistoryEntry), required=True)
