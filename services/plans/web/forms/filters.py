"""Which commitments a list shows; the choices stay in its address, so that a list can be kept and sent on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovTextInput
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Optional

from services.plans.domain.assessments import COMPLETION_WORDS, Completion
from services.plans.domain.facts import FOUR_CO_WORDS, PRIORITY_WORDS, FourCo, Priority
from shared.contracts import HEALTH_WORDS, STATE_WORDS, CommitmentState, Health
from shared.http.forms import Choice, DayField, Form, SafeText
from shared.http.words import day

OPEN, ENDED, NONE = "open", "given_up", "none"
"""What an address says for several states at once, and for no owner or no step."""

SEVERAL: Mapping[str, frozenset[CommitmentState]] = {
    OPEN: frozenset(state for state in CommitmentState if not state.ended),
    ENDED: frozenset({CommitmentState.DECLINED, CommitmentState.WITHDRAWN}),
}
STATES: Mapping[str, str] = {
    **{state.value: words for state, words in STATE_WORDS.items()},
    OPEN: "Not ended yet",
    ENDED: "Declined or withdrawn",
}
LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What there is to choose from: names by ids."""

    plans: Mapping[UUID, str]
    organisations: Mapping[UUID, str]
    steps: Mapping[UUID, str]
    runs: Mapping[UUID, str] = field(default_factory=dict)


class FilterForm(Form):
    """What must hold of a commitment to be listed; what is left empty may be anything."""

    class Meta(Form.Meta):
        """It changes nothing, so it carries no token that would end up in the address."""

        csrf = False

    plan = SelectField("Plan", [Optional()], widget=GovSelect())
    organisation = SelectField("Organisation", [Optional()], widget=GovSelect())
    step = SelectField("Milestone", [Optional()], widget=GovSelect())
    run = SelectField("100-day run", [Optional()], widget=GovSelect())
    state = SelectField("State", [Optional()], widget=GovSelect())
    health = SelectField("How it goes", [Optional()], widget=GovSelect())
    assessed = SelectField("Assessed as", [Optional()], widget=GovSelect())
    priority = SelectField("Priority", [Optional()], widget=GovSelect())
    four_co = SelectField("Four Co\N{RIGHT SINGLE QUOTATION MARK}s", [Optional()], widget=GovSelect())
    overdue = BooleanField("Only what is overdue", widget=GovCheckboxInput())
    due_after = DayField("Due after", [Optional()], description="For example, 31 3 2027")
    due_before = DayField("Due before", [Optional()], description="For example, 30 6 2027")
    q = StringField(
        "Words",
        [SafeText(LONGEST)],
        description="Beginnings of words in the commitment, its reference, its evidence or its owner's name.",
        widget=GovTextInput(),
    )

    def __init__(self, asked: MultiDict[str, str], offered: Offered) -> None:
        super().__init__(asked)
        self.plan.choices = _choices("All plans", offered.plans)
        self.organisation.choices = [*_choices("All organisations", offered.organisations), _NO_OWNER]
        self.step.choices = [*_choices("All milestones", offered.steps), _NO_STEP]
        self.run.choices = _choices("In a run or not", offered.runs)
        self.state.choices = _choices("All states", STATES)
        self.health.choices = _choices("However it goes", _by_value(HEALTH_WORDS))
        assessed = _choices("However assessed", _by_value(COMPLETION_WORDS))
        self.assessed.choices = [*assessed, _UNASSESSED]
        self.priority.choices = _choices("Any or none", _by_value(PRIORITY_WORDS))
        self.four_co.choices = _choices("Any or none", _by_value(FOUR_CO_WORDS))

    def wanted(self) -> dict[str, Any]:
        """Return the filters that were chosen, once the form is valid."""
        state, owner, step = self.state.data, self.organisation.data, self.step.data
        assessed = self.assessed.data
        return {
            "plan_id": _id(self.plan.data),
            "organisation": _id(owner),
            "no_owner": True if owner == NONE else None,
            "milestone": _id(step),
            "run": _id(self.run.data),
            "no_step": True if step == NONE else None,
            "state": CommitmentState(state) if state and state not in SEVERAL else None,
            "states": SEVERAL.get(state or ""),
            "health": Health(self.health.data) if self.health.data else None,
            "assessed": Completion(assessed) if assessed and assessed != NONE else None,
            "unassessed": True if assessed == NONE else None,
            "priority": Priority(self.priority.data) if self.priority.data else None,
            "four_co": FourCo(self.four_co.data) if self.four_co.data else None,
            "overdue": True if self.overdue.data else None,
            "due_after": self.due_after.data,
            "due_before": self.due_before.data,
            "q": self.q.data or None,
        }

    def told(self) -> list[str]:
        """Return in words what was chosen, the plan apart."""
        return list(self._words())

    def _words(self) -> Iterator[str]:
        for chosen in (self.organisation, self.step, self.run, self.state, self.health, self.assessed):
            if chosen.data:
                yield dict(_pairs(chosen))[chosen.data]
        if self.priority.data:
            yield f"{PRIORITY_WORDS[Priority(self.priority.data)].lower()} priority"
        if self.four_co.data:
            yield FOUR_CO_WORDS[FourCo(self.four_co.data)].lower()
        if self.overdue.data:
            yield "overdue"
        for limit in (self.due_after, self.due_before):
            if limit.data:
                yield f"{limit.label.text.lower()} {day(limit.data)}"
        if self.q.data:
            yield f"with the words \N{LEFT DOUBLE QUOTATION MARK}{self.q.data}\N{RIGHT DOUBLE QUOTATION MARK}"


_NO_OWNER = Choice(NONE, "No owner yet")
_NO_STEP = Choice(NONE, "No milestone")
_UNASSESSED = Choice(NONE, "Not assessed yet")


def _choices(nothing: str, names: Mapping[Any, str]) -> list[Choice]:
    return [Choice("", nothing), *(Choice(str(key), name) for key, name in names.items())]


def _by_value(words: Mapping[Any, str]) -> Mapping[str, str]:
    return {key.value: word for key, word in words.items()}


def _pairs(field: SelectField) -> Iterator[tuple[str, str]]:
    """Return each choice's value and words."""
    return ((value, str(words)) for value, words, *_ in field.iter_choices())


def _id(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen and chosen != NONE else None
