"""A sheet whose names are like those of known organisations."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.plans.db.tables import organisations
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.imports import answer_name
from services.plans.use_cases.previews import Preview
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY
from tests.plans.imports.sheets import a_sheet, line
from tests.plans.imports.steps import applied, imported, previewed
from tests.plans.imports.test_import_pages import press, text_of, upload
from tests.shared.http.cast import NOW, Cast

WALKERS, MISSPELT = "Riverside Walkers", "Riverside Wlakers"


@pytest.fixture(autouse=True)
def known(database: Database, plan: Plan) -> None:
    """Riverside Walkers are known from an earlier sheet."""
    imported(database, plan, line(1, organisation=WALKERS, supporting="Oak Trust"))


def names(database: Database) -> set[str]:
    with database.unit_of_work(read_only=True) as uow:
        return set(uow.session.scalars(select(organisations.c.name)))


def answered(database: Database, preview: Preview, name: str, means: str) -> Preview:
    with database.unit_of_work() as uow:
        return answer_name(uow, preview.id, name, means)


def test_surely_the_same_is_matched_without_a_word(database: Database, plan: Plan) -> None:
    spelled = a_sheet(line(2, organisation="The riverside walkers C.I.C.", supporting="OAK TRUST Ltd"))

    after = applied(database, previewed(database, plan, spelled))

    assert ([each.fate for each in after.lines], after.doubts) == ([Fate.DONE], {})
    assert names(database) == {WALKERS, "Oak Trust"}


def test_another_spelling_in_a_newer_sheet_changes_nothing(database: Database, plan: Plan) -> None:
    again = previewed(database, plan, a_sheet(line(1, organisation=f"The {WALKERS}", supporting="Oak Trust")))

    assert [each.fate for each in again.lines] == [Fate.SAME]


def test_probably_the_same_waits_for_a_person(database: Database, plan: Plan) -> None:
    content = a_sheet(line(2, organisation=MISSPELT), line(3, supporting=f"{MISSPELT}; Oak Trust"), line(4))

    preview = previewed(database, plan, content)
    after = applied(database, preview)

    assert [each.fate for each in after.lines] == [Fate.BAD, Fate.BAD, Fate.DONE]
    assert after.doubts == {MISSPELT: WALKERS}
    assert MISSPELT not in names(database)

    known = answered(database, preview, MISSPELT, WALKERS)
    assert [each.fate for each in known.lines] == [Fate.NEW, Fate.NEW, Fate.DONE]
    assert known.lines[0].kept.cells["organisation"] == MISSPELT
    applied(database, preview)
    assert MISSPELT not in names(database)


def test_a_new_one_is_made_once_a_person_says_so(database: Database, plan: Plan) -> None:
    preview = previewed(database, plan, a_sheet(line(2, organisation=MISSPELT)))

    answered(database, preview, MISSPELT, MISSPELT)
    applied(database, preview)

    assert {MISSPELT, WALKERS} <= names(database)


def test_an_answer_to_no_question_is_refused(database: Database, plan: Plan) -> None:
    preview = previewed(database, plan, a_sheet(line(2, organisation=MISSPELT)))

    for name, means in ((MISSPELT, "Oak Trust"), ("Oak Trust", "Oak Trust")):
        with pytest.raises(Refused):
            answered(database, preview, name, means)


def test_the_page_asks_and_takes_the_answer(people: Cast, clock: Clock, plan: Plan) -> None:
    clock.at = NOW
    coordinator: FlaskClient = people.person(Role.COORDINATOR, COMMUNITY)
    content = a_sheet(line(2, organisation=MISSPELT))
    place = upload(coordinator, f"/plans/{plan.id}/import", content).headers["Location"]

    assert f"The sheet says “{MISSPELT}”, and “{WALKERS}” is known." in text_of(coordinator.get(place))
    answer = press(coordinator, place, "/names", name=MISSPELT, means=WALKERS)
    assert "Import 1 commitment" in text_of(answer)
    assert "Nobody has to say" in text_of(press(coordinator, place, "/names", name="A", means="B"))


def test_programs_are_told_of_doubts_and_answer_them(people: Cast, plan: Plan) -> None:
    client, token = people.nobody(), people.token("plans:write", community=COMMUNITY)
    path = f"/plans/api/v1/plans/{plan.id}/imports?dry_run=true"
    made = client.post(path, headers=token, data=a_sheet(line(2, organisation=MISSPELT)))

    place = f"{made.headers['Location']}/names"
    answer = client.post(place, headers=token, json={"name": MISSPELT, "means": WALKERS})
    refused = client.post(place, headers=token, json={"name": MISSPELT, "means": "Oak Trust"})

    assert (made.json or {})["doubts"] == {MISSPELT: WALKERS}
    assert (answer.status_code, (answer.json or {})["ready"]) == (200, 1)
    assert refused.status_code in {409, 422}
