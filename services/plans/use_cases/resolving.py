"""From the names in a sheet to the ids of what they name, making what is not there yet."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import milestones
from services.plans.domain.drafts import OTHER_HEADING, Draft
from services.plans.domain.places import place_of
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.steps import steps_of
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.naming import name_contact, name_organisation
from services.plans.use_cases.plans import PlanDetails, change_plan
from shared.contracts.addresses import address_key
from shared.contracts.names import name_key
from shared.db.unit_of_work import UnitOfWork

MOST_HEADINGS = 20


class Resolver:
    """Finds or makes each heading, milestone, organisation and contact once, for one plan."""

    def __init__(self, uow: UnitOfWork, plan: Plan, drafts: Iterable[Draft]) -> None:
        self._uow = uow
        self._plan = plan
        self._headings = _headings(uow, plan, drafts)
        column = milestones.c
        steps = uow.session.execute(select(column.id, column.text).where(column.plan_id == plan.id))
        self._milestones: dict[str, UUID] = {name_key(step.text): step.id for step in steps}
        self._organisations: dict[str, UUID] = {}
        self._contacts: dict[tuple[UUID, str], UUID] = {}

    def values(self, draft: Draft) -> dict[str, Any]:
        """Return the draft as the fields of a commitment."""
        return {
            "text": draft.text,
            "heading": self._headings[name_key(draft.heading or OTHER_HEADING)],
            "milestone_id": self._milestone(draft.milestone),
            "organisation_id": self._organisation(draft.organisation),
            "contact_id": self._contact(draft),
            "supporting": tuple(id_ for name in draft.supporting if (id_ := self._organisation(name))),
            "due": draft.due,
            "evidence": draft.evidence,
            "steps": steps_of(draft.steps, (), self._uow.now),
            "priority": draft.priority,
            "place": place_of(draft.place, draft.coordinates),
            "four_co": draft.four_co,
            "parts": {id_: part for name, part in draft.parts if (id_ := self._organisation(name))},
        }

    def _milestone(self, text: str | None) -> UUID | None:
        if text is None:
            return None
        if name_key(text) not in self._milestones:
            self._milestones[name_key(text)] = add_milestone(self._uow, self._plan.id, text).id
        return self._milestones[name_key(text)]

    def _organisation(self, name: str | None) -> UUID | None:
        if name is None:
            return None
        if name_key(name) not in self._organisations:
            self._organisations[name_key(name)] = name_organisation(self._uow, self._plan.community_id, name)
        return self._organisations[name_key(name)]

    def _contact(self, draft: Draft) -> UUID | None:
        organisation, address = self._organisation(draft.organisation), draft.contact_email
        if organisation is None or address is None:
            return None
        key = (organisation, address_key(address))
        if key not in self._contacts:
            # Someone known by an address alone is called by its first part until partners knows better.
            name = draft.contact_name or address.partition("@")[0]
            self._contacts[key] = name_contact(
                self._uow, self._plan.community_id, organisation, name, address
            )
        return self._contacts[key]


def _headings(uow: UnitOfWork, plan: Plan, drafts: Iterable[Draft]) -> dict[str, str]:
    """Return the plan's headings by their folded names, after adding those that the drafts bring."""
    headings = {name_key(heading): heading for heading in plan.headings}
    for draft in drafts:
        heading = draft.heading or OTHER_HEADING
        headings.setdefault(name_key(heading), heading)
    if len(headings) > max(MOST_HEADINGS, len(plan.headings)):
        raise Refused(
            f"With this sheet the plan would have {len(headings)} headings and the most is {MOST_HEADINGS}. "
            "Look whether the column “Heading” holds something else, and upload it again."
        )
    if len(headings) > len(plan.headings):
        change_plan(uow, plan.id, plan.version, PlanDetails(headings=tuple(headings.values())))
    return headings
