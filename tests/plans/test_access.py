"""Who may do what: every route, tried by everybody on what is theirs, what is not and what is not there."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from services.plans.db.queries.asks import asks_of
from services.plans.db.queries.history import history_of
from services.plans.db.tables import METADATA
from services.plans.domain.asks import Need
from services.plans.domain.calendars import CalendarKind, CalendarLink
from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.applying import apply_import
from services.plans.use_cases.assets import add_assets
from services.plans.use_cases.calendars import PURPOSE, make_calendar_link
from services.plans.use_cases.calendars import payload_of as calendar_payload
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.origins import link_asset, note_origin
from services.plans.use_cases.photo_files import PhotoStore
from services.plans.use_cases.proof_files import read_upload
from services.plans.use_cases.proofs import filed
from services.plans.use_cases.runs import begin_run
from services.plans.use_cases.steps import add_steps
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http import csrf
from shared.http.links import Links
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, make_commitment, make_contact, make_plan, payload_of
from tests.plans.imports.sheets import a_sheet, line
from tests.plans.workshops.making import make_photo, make_workshop
from tests.shared.http.cast import ELSEWHERE, NOW, Cast

API = "/plans/api/v1"
PLAN, COMMITMENT = "<uuid:plan_id>", "<uuid:commitment_id>"
UPDATE = f"{COMMITMENT}/updates/<uuid:update_id>"
PROOF = f"{COMMITMENT}/proofs/<uuid:proof_id>"
ASK = f"{COMMITMENT}/asks/<uuid:ask_id>"
WORKSHOP = "<uuid:workshop_id>"
STEP = "<uuid:milestone_id>"
STEPS = f"{COMMITMENT}/steps"
RUN = "runs/<uuid:run_id>"
ASSETS = f"{WORKSHOP}/assets"
PHOTO = f"{WORKSHOP}/photos/<uuid:photo_id>"
IMPORT = f"{PLAN}/imports/<uuid:import_id>"
CALENDAR = "<any(mine, organisation, plan):kind>/<uuid:of_id>"
DRAFT = f"{PLAN}/drafts/<uuid:draft_id>"

CHARACTERS: dict[str, Callable[[Cast], tuple[FlaskClient, dict[str, str]]]] = {
    "nobody": lambda cast: (cast.nobody(), {}),
    "member": lambda cast: (cast.person(Role.MEMBER, COMMUNITY), {}),
    "officer": lambda cast: (cast.person(Role.OFFICER, COMMUNITY), {}),
    "coordinator": lambda cast: (cast.person(Role.COORDINATOR, COMMUNITY), {}),
    "stranger": lambda cast: (cast.person(Role.COORDINATOR, ELSEWHERE), {}),
    "reader": lambda cast: (cast.nobody(), cast.token("plans:read", community=COMMUNITY)),
    "writer": lambda cast: (cast.nobody(), cast.token("plans:write", community=COMMUNITY)),
    "other": lambda cast: (cast.nobody(), cast.token("notify:read", community=COMMUNITY)),
    "foreigner": lambda cast: (cast.nobody(), cast.token("plans:read", "plans:write", community=ELSEWHERE)),
}
"""The stranger coordinates another community, whose programs the foreigner is one of."""

PROGRAMS = {"reader", "writer", "other", "foreigner"}
EVERYBODY = frozenset(CHARACTERS)
PEOPLE = {"member", "officer", "coordinator"}
LEADING = {"officer", "coordinator"}
KEEPING = {"coordinator"}
READING = PEOPLE | {"reader"}
WRITING = KEEPING | {"writer"}
MAKING = WRITING | {"stranger", "foreigner"}
"""Where no thing is named: they make what is theirs, in their own community."""


@dataclass(frozen=True)
class May:
    """Who gets in where the plan is private; with `public`, anyone at all does where the plan is public."""

    private: set[str] | frozenset[str]
    public: bool = False


MAY: dict[tuple[str, str], May] = {
    ("GET", "/"): May(EVERYBODY),
    ("GET", "/plans/"): May(EVERYBODY),
    ("GET", "/plans/commitments/"): May(EVERYBODY),
    ("GET", "/plans/new"): May(KEEPING | {"stranger"}),
    ("POST", "/plans/new"): May(KEEPING | {"stranger"}),
    ("GET", f"/plans/{PLAN}"): May(PEOPLE, public=True),
    ("GET", f"/plans/{PLAN}/board"): May(PEOPLE, public=True),
    ("GET", f"/plans/{PLAN}/walk"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/walk/answers"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/walk/answers"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/status"): May(LEADING),
    ("GET", f"/plans/{PLAN}/edit"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/edit"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/commitments/new"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/commitments/new"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/milestones/new"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/milestones/new"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/capture"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/capture/milestones"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/capture/commitments"): May(KEEPING),
    ("GET", f"/plans/commitments/{COMMITMENT}/correct"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/correct"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/milestones/{STEP}"): May(PEOPLE, public=True),
    ("GET", f"/plans/{PLAN}/milestones/{STEP}/edit"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/milestones/{STEP}/edit"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/milestones/{STEP}/remove"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/consents"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/consents"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/consents/<uuid:organisation_id>/end"): May(KEEPING),
    ("GET", f"{API}/plans/{PLAN}/consents"): May(READING, public=True),
    ("PUT", f"{API}/plans/{PLAN}/consents/<uuid:organisation_id>"): May(WRITING),
    ("DELETE", f"{API}/plans/{PLAN}/consents/<uuid:organisation_id>"): May(WRITING),
    ("GET", f"/plans/{PLAN}/import"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/import"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/import/template.csv"): May(KEEPING),
    ("GET", f"/plans/{IMPORT}"): May(KEEPING),
    ("POST", f"/plans/{IMPORT}"): May(KEEPING),
    ("POST", f"/plans/{IMPORT}/names"): May(KEEPING),
    ("POST", f"/plans/{IMPORT}/columns"): May(KEEPING),
    ("GET", f"/plans/{PLAN}/drafts"): May(KEEPING),
    ("GET", f"/plans/{DRAFT}"): May(KEEPING),
    ("POST", f"/plans/{DRAFT}"): May(KEEPING),
    ("GET", f"/plans/{DRAFT}/remove"): May(KEEPING),
    ("POST", f"/plans/{DRAFT}/remove"): May(KEEPING),
    ("GET", f"{API}/plans/{PLAN}/drafts"): May(WRITING),
    ("GET", f"{API}/plans/{DRAFT}"): May(WRITING),
    ("POST", f"{API}/plans/{DRAFT}/finish"): May(WRITING),
    ("POST", f"/plans/{IMPORT}/rows/<int:number>"): May(KEEPING),
    ("GET", f"/plans/commitments/{COMMITMENT}"): May(PEOPLE, public=True),
    ("POST", f"/plans/commitments/{COMMITMENT}"): May(KEEPING),
    ("GET", f"/plans/commitments/{UPDATE}/correction"): May(KEEPING),
    ("POST", f"/plans/commitments/{UPDATE}/correction"): May(KEEPING),
    ("POST", f"{API}/commitments/{UPDATE}/corrections"): May(WRITING),
    ("GET", f"/plans/u/<token>/{UPDATE}/correction"): May(EVERYBODY),
    ("POST", f"/plans/u/<token>/{UPDATE}/correction"): May(EVERYBODY),
    ("GET", f"/plans/commitments/{STEPS}"): May(KEEPING),
    ("POST", f"/plans/commitments/{STEPS}"): May(KEEPING),
    ("POST", f"/plans/commitments/{STEPS}/done"): May(KEEPING),
    ("POST", f"/plans/commitments/{STEPS}/<uuid:step_id>"): May(KEEPING),
    ("POST", f"/plans/u/<token>/{STEPS}"): May(EVERYBODY),
    ("GET", f"{API}/commitments/{STEPS}"): May(READING, public=True),
    ("POST", f"{API}/commitments/{STEPS}"): May(WRITING),
    ("PATCH", f"{API}/commitments/{STEPS}/<uuid:step_id>"): May(WRITING),
    ("DELETE", f"{API}/commitments/{STEPS}/<uuid:step_id>"): May(WRITING),
    ("POST", f"/plans/commitments/{STEPS}/<uuid:step_id>/remove"): May(KEEPING),
    ("GET", f"/plans/commitments/{COMMITMENT}/facts"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/facts"): May(KEEPING),
    ("PATCH", f"{API}/commitments/{COMMITMENT}"): May(WRITING),
    ("GET", f"/plans/workshops/{ASSETS}"): May(KEEPING),
    ("POST", f"/plans/workshops/{ASSETS}"): May(KEEPING),
    ("POST", f"/plans/workshops/{ASSETS}/<uuid:asset_id>"): May(KEEPING),
    ("POST", f"/plans/workshops/{ASSETS}/<uuid:asset_id>/remove"): May(KEEPING),
    ("GET", f"{API}/workshops/{ASSETS}"): May(READING),
    ("POST", f"{API}/workshops/{ASSETS}"): May(WRITING),
    ("PATCH", f"{API}/workshops/{ASSETS}/<uuid:asset_id>"): May(WRITING),
    ("DELETE", f"{API}/workshops/{ASSETS}/<uuid:asset_id>"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/assets"): May(READING),
    ("GET", f"/plans/commitments/{COMMITMENT}/origin"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/origin"): May(KEEPING),
    ("GET", f"{API}/commitments/{COMMITMENT}/origin"): May(READING),
    ("PUT", f"{API}/commitments/{COMMITMENT}/origin"): May(WRITING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/origin"): May(WRITING),
    ("GET", f"{API}/commitments/{COMMITMENT}/assets"): May(READING),
    ("PUT", f"{API}/commitments/{COMMITMENT}/assets/<uuid:asset_id>"): May(WRITING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/assets/<uuid:asset_id>"): May(WRITING),
    ("GET", f"/plans/commitments/{COMMITMENT}/supporters"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/supporters"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/supporters/<uuid:organisation_id>/end"): May(KEEPING),
    ("GET", f"{API}/commitments/{COMMITMENT}/supporters"): May(READING, public=True),
    ("PUT", f"{API}/commitments/{COMMITMENT}/supporters/<uuid:organisation_id>"): May(WRITING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/supporters/<uuid:organisation_id>"): May(WRITING),
    ("GET", f"/plans/{PLAN}/waits"): May(PEOPLE, public=True),
    ("GET", f"/plans/commitments/{COMMITMENT}/waits"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/waits"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/waits/<uuid:on_id>/end"): May(KEEPING),
    ("GET", f"{API}/plans/{PLAN}/waits"): May(READING, public=True),
    ("GET", f"/plans/{PLAN}/runs"): May(PEOPLE, public=True),
    ("GET", f"/plans/{PLAN}/runs/new"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/runs/new"): May(KEEPING),
    ("GET", f"/plans/{RUN}"): May(PEOPLE, public=True),
    ("POST", f"/plans/{RUN}/commitments"): May(KEEPING),
    ("POST", f"/plans/{RUN}/commitments/<uuid:of_plan_id>/end"): May(KEEPING),
    ("GET", f"/plans/{RUN}/check-in"): May(KEEPING),
    ("POST", f"/plans/{RUN}/check-in"): May(KEEPING),
    ("GET", f"/plans/{RUN}/review"): May(KEEPING),
    ("POST", f"/plans/{RUN}/review"): May(KEEPING),
    ("GET", f"{API}/plans/{PLAN}/runs"): May(READING, public=True),
    ("POST", f"{API}/plans/{PLAN}/runs"): May(WRITING),
    ("GET", f"{API}/{RUN}"): May(READING, public=True),
    ("PUT", f"{API}/{RUN}/commitments/<uuid:of_plan_id>"): May(WRITING),
    ("DELETE", f"{API}/{RUN}/commitments/<uuid:of_plan_id>"): May(WRITING),
    ("GET", f"{API}/{RUN}/check-ins"): May(READING, public=True),
    ("POST", f"{API}/{RUN}/check-ins"): May(WRITING),
    ("GET", f"{API}/{RUN}/review"): May(READING, public=True),
    ("POST", f"{API}/{RUN}/review"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/export.json"): May(READING, public=True),
    ("GET", f"{API}/plans/{PLAN}/export.<any(csv, xlsx):ending>"): May(READING, public=True),
    ("GET", f"{API}/plans/{PLAN}/tracker.<any(docx, xlsx):ending>"): May(READING, public=True),
    ("GET", f"{API}/commitments/{COMMITMENT}/waits"): May(READING, public=True),
    ("PUT", f"{API}/commitments/{COMMITMENT}/waits/<uuid:on_id>"): May(WRITING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/waits/<uuid:on_id>"): May(WRITING),
    ("POST", f"/plans/commitments/{ASK}/answered"): May(KEEPING),
    ("POST", f"/plans/u/<token>/{ASK}/answered"): May(EVERYBODY),
    ("GET", f"{API}/plans/{PLAN}/asks"): May(READING),
    ("GET", f"{API}/commitments/{COMMITMENT}/asks"): May(READING),
    ("PUT", f"{API}/commitments/{ASK}/answered"): May(WRITING),
    ("GET", f"{API}/commitments/{COMMITMENT}/proofs"): May(READING, public=True),
    ("POST", f"{API}/commitments/{UPDATE}/proofs"): May(WRITING),
    ("GET", f"/plans/commitments/{PROOF}/remove"): May(KEEPING),
    ("GET", f"{API}/commitments/{PROOF}/file"): May(READING, public=True),
    ("GET", f"/plans/commitments/{COMMITMENT}/assessments"): May(KEEPING),
    ("POST", f"/plans/commitments/{COMMITMENT}/assessments"): May(KEEPING),
    ("GET", f"{API}/commitments/{COMMITMENT}/assessments"): May(READING, public=True),
    ("POST", f"{API}/commitments/{COMMITMENT}/assessments"): May(WRITING),
    ("GET", f"/plans/{PLAN}/moderation"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/moderation/<uuid:update_id>"): May(KEEPING),
    ("GET", f"{API}/plans/{PLAN}/moderation"): May({"coordinator", "reader"}),
    ("PUT", f"{API}/plans/{PLAN}/moderation/<uuid:update_id>"): May(WRITING),
    ("PUT", f"{API}/commitments/{COMMITMENT}/waits/<uuid:on_id>/reciprocal"): May(WRITING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/waits/<uuid:on_id>/reciprocal"): May(WRITING),
    ("GET", "/plans/u/<token>"): May(EVERYBODY),
    ("POST", "/plans/u/<token>"): May(EVERYBODY),
    ("GET", f"/plans/u/<token>/{COMMITMENT}"): May(EVERYBODY),
    ("POST", f"/plans/u/<token>/{COMMITMENT}"): May(EVERYBODY),
    ("GET", f"/plans/u/<token>/{COMMITMENT}/thanks"): May(EVERYBODY),
    ("GET", "/plans/calendars"): May(PEOPLE | {"stranger"}),
    ("POST", "/plans/calendars"): May(PEOPLE | {"stranger"}),
    ("POST", "/plans/calendars/revoke"): May(PEOPLE | {"stranger"}),
    ("GET", "/plans/calendar/<calendar_token>.ics"): May(EVERYBODY),
    ("GET", "/plans/calendar/<calendar_token>.atom"): May(EVERYBODY),
    ("GET", f"/plans/{PLAN}/changes.atom"): May(PEOPLE, public=True),
    ("GET", f"/plans/{PLAN}/widget"): May(set(), public=True),
    ("GET", f"/plans/{PLAN}/close"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/close"): May(KEEPING),
    ("POST", f"/plans/{PLAN}/reopen"): May(KEEPING),
    ("PUT", f"{API}/plans/{PLAN}/closing"): May(WRITING),
    ("DELETE", f"{API}/plans/{PLAN}/closing"): May(WRITING),
    ("GET", f"{API}/commitments/{COMMITMENT}/carry-overs"): May(READING, public=True),
    ("GET", f"{API}/plans"): May(EVERYBODY),
    ("POST", f"{API}/plans"): May(MAKING),
    ("GET", f"{API}/plans/{PLAN}"): May(READING, public=True),
    ("PATCH", f"{API}/plans/{PLAN}"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/status"): May(READING, public=True),
    ("GET", f"{API}/plans/{PLAN}/charts"): May(READING, public=True),
    ("GET", f"{API}/plans/{PLAN}/milestones"): May(READING, public=True),
    ("POST", f"{API}/plans/{PLAN}/milestones"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/milestones/{STEP}"): May(READING, public=True),
    ("PATCH", f"{API}/plans/{PLAN}/milestones/{STEP}"): May(WRITING),
    ("DELETE", f"{API}/plans/{PLAN}/milestones/{STEP}"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/commitments"): May(READING, public=True),
    ("POST", f"{API}/plans/{PLAN}/commitments"): May(WRITING),
    ("POST", f"{API}/plans/{PLAN}/updates"): May(WRITING),
    ("GET", f"{API}/plans/{PLAN}/imports"): May(WRITING),
    ("POST", f"{API}/plans/{PLAN}/imports"): May(WRITING),
    ("GET", f"{API}/plans/{IMPORT}"): May(WRITING),
    ("POST", f"{API}/plans/{IMPORT}/apply"): May(WRITING),
    ("POST", f"{API}/plans/{IMPORT}/names"): May(WRITING),
    ("POST", f"{API}/plans/{IMPORT}/columns"): May(WRITING),
    ("PATCH", f"{API}/plans/{IMPORT}/rows/<int:number>"): May(WRITING),
    ("DELETE", f"{API}/plans/{DRAFT}"): May(WRITING),
    ("GET", "/plans/workshops"): May(PEOPLE | {"stranger"}),
    ("GET", "/plans/workshops/new"): May(KEEPING | {"stranger"}),
    ("POST", "/plans/workshops/new"): May(KEEPING | {"stranger"}),
    ("GET", f"/plans/workshops/{WORKSHOP}"): May(PEOPLE),
    ("GET", f"/plans/workshops/{WORKSHOP}/edit"): May(KEEPING),
    ("POST", f"/plans/workshops/{WORKSHOP}/edit"): May(KEEPING),
    ("GET", f"/plans/workshops/{WORKSHOP}/photos"): May(KEEPING),
    ("POST", f"/plans/workshops/{WORKSHOP}/photos"): May(KEEPING),
    ("GET", f"/plans/workshops/{PHOTO}"): May(PEOPLE),
    ("POST", f"/plans/workshops/{PHOTO}"): May(KEEPING),
    ("GET", f"/plans/workshops/{PHOTO}/remove"): May(KEEPING),
    ("POST", f"/plans/workshops/{PHOTO}/remove"): May(KEEPING),
    ("GET", f"{API}/workshops"): May(READING | {"stranger", "foreigner"}),
    ("POST", f"{API}/workshops"): May(MAKING),
    ("GET", f"{API}/workshops/{WORKSHOP}"): May(READING),
    ("PATCH", f"{API}/workshops/{WORKSHOP}"): May(WRITING),
    ("GET", f"{API}/workshops/{WORKSHOP}/photos"): May(READING),
    ("POST", f"{API}/workshops/{WORKSHOP}/photos"): May(WRITING),
    ("GET", f"{API}/workshops/{PHOTO}"): May(READING),
    ("PATCH", f"{API}/workshops/{PHOTO}"): May(WRITING),
    ("DELETE", f"{API}/workshops/{PHOTO}"): May(WRITING),
    ("GET", f"{API}/workshops/{PHOTO}/file"): May(READING),
    ("GET", f"{API}/status"): May(READING | {"stranger", "foreigner"}),
    ("GET", f"{API}/commitments"): May(EVERYBODY),
    ("GET", f"{API}/calendars"): May(READING | {"stranger", "foreigner"}),
    ("PUT", f"{API}/calendars/{CALENDAR}"): May(READING),
    ("DELETE", f"{API}/calendars/{CALENDAR}"): May(READING),
    ("GET", f"{API}/commitments/{COMMITMENT}"): May(READING, public=True),
    ("GET", f"{API}/commitments/{COMMITMENT}/history"): May(READING),
    ("GET", f"{API}/commitments/{COMMITMENT}/updates"): May(READING),
    ("POST", f"{API}/commitments/{COMMITMENT}/updates"): May(WRITING),
    ("POST", f"/plans/commitments/{PROOF}/remove"): May(KEEPING),
    ("DELETE", f"{API}/commitments/{PROOF}"): May(WRITING),
    ("POST", f"/plans/commitments/{COMMITMENT}/links"): May(KEEPING),
    ("DELETE", f"{API}/commitments/{COMMITMENT}/links"): May(WRITING),
}
"""Every route but those that each service has; the last one ends the links of all before it."""

OF_EVERY_SERVICE = re.compile(r"/plans/(static|health|metrics|parked|api/docs|api/openapi)")

Things = dict[str, str]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here: what is asked is the same on both."""
    return sqlite_url


@pytest.fixture(autouse=True)
def forms_prove_where_they_come_from(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """What is looked at here comes before that proof, which has tests of its own."""
    monkeypatch.setattr(csrf, "protect", lambda: None)
    clock.at = NOW


def things_of(database: Database, plan: Plan, links: Links, store: PhotoStore) -> Things:
    """Something of the plan for each argument."""
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    commitment = make_commitment(database, plan, organisation_id=organisation, contact_id=contact)
    other = make_commitment(database, plan)
    upload = read_upload("list.csv", b"Canary,1")
    with filed(store, upload) as new, database.unit_of_work() as uow:
        told = Actor(channel=Channel.PAGE, on_behalf_of=organisation)
        (own_step,) = add_steps(uow, commitment.id, ["Print the maps"], told)
        need = Need(text="A canary cage")
        record_update(uow, commitment.id, 2, Action.ACCEPT, Details(note="Gladly"), told, need, new.proofs)
        new.taken = True
        ask_id = asks_of(uow, commitment.id)[-1].ask.id
        update_id = history_of(uow, commitment.id)[-1].update.id
    photo = make_photo(database, store, make_workshop(database, plan))
    with database.unit_of_work() as uow:
        actor = Actor(channel=Channel.PAGE)
        step = add_milestone(uow, plan.id, "Seats at every gate")
        (asset,) = add_assets(uow, photo.workshop_id, ["Canary limes"])
        link_asset(uow, commitment.id, asset.id, linked=True, actor=actor)
        note_origin(uow, commitment.id, photo.workshop_id, "Canary note", actor)
        run = begin_run(uow, plan.id, None, title="A run", purpose="To begin", first_day=NOW.date())
        preview = preview_import(uow, plan.id, "plan.csv", a_sheet(line(1, due="31/02/2027")), actor)
        draft_id = apply_import(uow, preview.id).bad[0].kept.draft_id
    return {
        "<token>": links.make("update", payload_of(contact, organisation, plan.id)),
        "<calendar_token>": a_calendar(database, plan, contact, links),
        PLAN: str(plan.id),
        COMMITMENT: str(commitment.id),
        "<uuid:update_id>": str(update_id),
        "<uuid:step_id>": str(own_step.id),
        "<uuid:ask_id>": str(ask_id),
        "<uuid:proof_id>": str(new.proofs[0].id),
        "<uuid:on_id>": str(other.id),
        CALENDAR: f"plan/{plan.id}",
        "<uuid:of_plan_id>": str(other.id),
        "<uuid:run_id>": str(run.id),
        "<uuid:import_id>": str(preview.id),
        "<uuid:draft_id>": str(draft_id),
        STEP: str(step.id),
        "<uuid:organisation_id>": str(organisation),
        WORKSHOP: str(photo.workshop_id),
        "<uuid:photo_id>": str(photo.id),
        "<uuid:asset_id>": str(asset.id),
        "<int:number>": "2",
        "<any(csv, xlsx):ending>": "xlsx",
        "<any(docx, xlsx):ending>": "docx",
    }


def a_calendar(database: Database, plan: Plan, person_id: UUID, links: Links) -> str:
    """The token of a link that the person made; they belong to the community."""
    link = CalendarLink(
        holder_id=person_id, kind=CalendarKind.PLAN, of_id=plan.id, community_id=plan.community_id
    )
    member = {"person_id": person_id, "role": Role.MEMBER, "active": True, "community_id": plan.community_id}
    with database.unit_of_work() as uow:
        make_calendar_link(uow, link)
        uow.session.execute(insert(METADATA.tables["memberships"]).values(id=uuid4(), version=1, **member))
    return links.make(PURPOSE, calendar_payload(link))


@pytest.fixture
def links(app: flask.Flask) -> Links:
    found: Links = app.extensions["backcast"].links
    return found


@pytest.fixture
def private(database: Database, links: Links, store: PhotoStore) -> Things:
    return things_of(database, make_plan(database, name="Canary park"), links, store)


@pytest.fixture
def public(database: Database, links: Links, store: PhotoStore) -> Things:
    return things_of(
        database, make_plan(database, name="Open park", public=True, moderated=True), links, store
    )


def filled(path: str, things: Things) -> str:
    for argument, value in things.items():
        path = path.replace(argument, value)
    return path


def body_for(path: str) -> dict[str, object]:
    """A body that the path takes, where it stands for something of an import."""
    if path.endswith("/names"):
        return {"name": "Oak Trusts", "means": "Oak Trust"}
    if path.endswith("/columns"):
        return {"columns": {}}
    return {"cells": {"due": "1/2/2027"}} if "import_id" in path or path.endswith("/finish") else {}


def knock(who: tuple[FlaskClient, dict[str, str]], method: str, path: str) -> TestResponse:
    client, headers = who
    if method == "GET":
        return client.get(path, headers=headers)
    if path.endswith("/imports") and path.startswith(API):
        return client.post(path, headers=headers, data={"file": (io.BytesIO(b"x"), "x.csv")})
    if path.startswith(API):
        return client.open(path, method=method, headers=headers, json={})
    return client.open(path, method=method, headers=headers, data={})


def was_let_in(answer: TestResponse) -> bool:
    asked_to_sign_in = answer.status_code == 303 and answer.location.startswith("/partners/sign-in?next=")
    return not asked_to_sign_in and answer.status_code not in {401, 403, 404}


def refusal_of(character: str, path: str) -> int:
    """Nobody is asked who they are, programs of ours are told no, and everyone else learns nothing."""
    if character == "nobody":
        return 401 if path.startswith(API) else 303
    names_a_thing = "<uuid:" in path
    return 403 if character in PROGRAMS and not (character == "foreigner" and names_a_thing) else 404


def every_row(database: Database) -> dict[str, list[str]]:
    with database.unit_of_work(read_only=True) as uow:
        return {
            name: sorted(map(repr, uow.session.execute(select(table)).all()))
            for name, table in METADATA.tables.items()
        }


def anonymised(answer: TestResponse) -> str:
    """The body without what differs between any two answers: the id of the thing and of the request."""
    return re.sub(r'nonce="[^"]+"|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}', "", answer.text)


def test_every_route_says_here_who_may_use_it(app: flask.Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not OF_EVERY_SERVICE.match(rule.rule)
    }

    assert routes == set(MAY)


@pytest.mark.parametrize("character", CHARACTERS)
def test_everybody_gets_in_where_they_may_and_nowhere_else(
    people: Cast, private: Things, public: Things, character: str
) -> None:
    who = CHARACTERS[character](people)

    for (method, path), may in MAY.items():
        for things, allowed in ((private, may.private), (public, EVERYBODY if may.public else may.private)):
            answer = knock(who, method, filled(path, things))
            told = (method, path, things is public, answer.status_code)
            if character in allowed:
                assert was_let_in(answer), told
            elif character == "foreigner" and things is public:
                assert answer.status_code in {403, 404}, told
            else:
                assert answer.status_code == refusal_of(character, path), told


@pytest.mark.parametrize("character", ["nobody", "stranger", "foreigner", "member"])
def test_what_is_somebody_elses_answers_as_what_does_not_exist_and_stays_as_it_is(
    people: Cast, database: Database, private: Things, character: str
) -> None:
    who = CHARACTERS[character](people)
    missing = {argument: str(uuid4()) for argument in private if argument.startswith("<uuid:")}
    before = every_row(database)

    for (method, path), may in MAY.items():
        if "<uuid:" in path and character not in may.private:
            theirs, none = (knock(who, method, filled(path, {**private, **each})) for each in ({}, missing))
            assert (theirs.status_code, anonymised(theirs)) == (none.status_code, anonymised(none)), path

    assert every_row(database) == before


def test_a_thing_is_found_only_under_the_plan_that_it_belongs_to(
    people: Cast, database: Database, private: Things, public: Things
) -> None:
    who = CHARACTERS["coordinator"](people)
    mixed = {**private, **{each: public[each] for each in ("<uuid:import_id>", "<uuid:draft_id>", STEP)}}
    before = every_row(database)

    for method, path in MAY:
        if any(each in path for each in ("<uuid:import_id>", "<uuid:draft_id>", STEP)):
            headers = {"If-Match": '"1"'}
            answer = who[0].open(filled(path, mixed), method=method, headers=headers, json=body_for(path))
            assert answer.status_code == 404, (method, path)

    assert every_row(database) == before


@pytest.mark.parametrize("character", ["nobody", "stranger", "foreigner", "other"])
def test_lists_hold_nothing_of_what_is_for_another_community(
    people: Cast, private: Things, character: str
) -> None:
    client, headers = CHARACTERS[character](people)
    plan_id = private[PLAN]

    for path in (
        "/",
        "/plans/",
        f"{API}/plans",
        f"{API}/commitments",
        f"{API}/commitments?plan={plan_id}",
        f"{API}/commitments?q=gate",
    ):
        page = client.get(path, headers=headers)
        assert page.status_code == 200
        assert "Canary" not in page.text
        assert private[COMMITMENT] not in page.text


def test_a_program_sees_no_more_of_a_page_than_its_scope_and_anyone_may(
    people: Cast, public: Things, database: Database
) -> None:
    with database.unit_of_work() as uow:
        id_ = UUID(public[COMMITMENT])
        told = Actor(channel=Channel.LINK)
        record_update(uow, id_, 5, Action.START, Details(note="Canary says yes"), told)
    client, path = people.nobody(), filled(f"/plans/commitments/{COMMITMENT}", public)

    pages = [client.get(path, headers=CHARACTERS[each](people)[1]).text for each in ("reader", "other")]

    assert "Canary" in people.person(Role.MEMBER, COMMUNITY).get(path).text
    assert all("Canary" not in page and "Sam Reed" not in page for page in pages)


@pytest.mark.parametrize("field", ["organisation_id", "contact_id", "milestone_id", "supporting"])
def test_nothing_of_another_community_can_be_put_into_a_commitment(
    people: Cast, database: Database, private: Things, field: str
) -> None:
    elsewhere = people.token("plans:read", "plans:write", community=ELSEWHERE)
    client = people.nobody()
    body = {"name": "a", "vision": {"what": "a", "how": "b", "why": "c"}, "horizon": "2030-01-01"}
    plan = client.post(f"{API}/plans", headers=elsewhere, json=body).get_json()
    with database.unit_of_work(read_only=True) as uow:
        table = {"contact_id": "people", "milestone_id": "milestones"}.get(field, "organisations")
        ours = [str(each) for each in uow.session.scalars(select(METADATA.tables[table].c.id))] or [
            str(UUID(int=5))
        ]
    commitment = {
        "text": "a",
        "heading": plan["headings"][0],
        field: ours[:1] if field == "supporting" else ours[0],
    }

    answer = client.post(f"{API}/plans/{plan['id']}/commitments", headers=elsewhere, json=commitment)

    assert answer.status_code == 422, answer.text
    assert private[PLAN] not in answer.text
