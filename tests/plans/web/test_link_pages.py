"""The pages behind an update link."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import flask
import pytest
from sqlalchemy import select

from services.plans.db.queries.history import history_of
from services.plans.db.tables import METADATA, memberships
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.links import LINK_AGE
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Health, Role
from shared.db.unit_of_work import Database
from shared.http.links import Links
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, NOON, make_commitment, make_plan, payload_of
from tests.plans.web.conftest import SignIn

Owner = dict[str, UUID]
Make = Callable[..., Commitment]


@pytest.fixture
def mine(database: Database, plan: Plan, owner: Owner) -> Make:
    """A function that makes a commitment of Sam Reed's."""
    return lambda **facts: make_commitment(database, plan, **{**owner, **facts})


def now(database: Database, commitment: Commitment) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment.id)


def do(database: Database, commitment: Commitment, action: Action, **details: object) -> None:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Commitment, commitment.id).version
        record_update(uow, commitment.id, version, action, Details(**details), COORDINATOR)  # type: ignore[arg-type]


def every_row(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.unit_of_work(read_only=True) as uow:
        return {
            table.name: sorted((tuple(row) for row in uow.session.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def test_the_holder_finds_what_is_theirs(visitor: Visitor, link: str, mine: Make) -> None:
    mine(text="Open the north gate", due=date(2026, 2, 1))

    page = visitor.look(link)

    assert "What Oak Trust promised" in page.text
    assert "Open the north gate" in page.text
    assert "Not yet accepted" in page.text
    assert "Overdue" in page.text
    assert "Was due 1 February 2026, 29 days ago" in page.text


def test_one_button_accepts_all_that_is_on_offer(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    offered = [mine(text=f"Plant tree {number}") for number in range(3)]
    page = visitor.look(link)

    thanks = visitor.send(page.forms[0])

    assert "You accepted 3 commitments" in thanks.text
    assert {now(database, each).state for each in offered} == {CommitmentState.AGREED}
    assert thanks.forms == []


@pytest.mark.parametrize(
    ("say", "typed", "state"),
    [
        ("accept", {}, CommitmentState.AGREED),
        ("reword", {"text": "Open both gates"}, CommitmentState.AGREED),
        ("move", {"due": ["1", "6", "2026"], "reason": "The key was lost"}, CommitmentState.AGREED),
        ("decline", {"ending": "We have no key"}, CommitmentState.DECLINED),
        ("start", {"health": "at_risk"}, CommitmentState.UNDER_WAY),
        ("finish", {"note": "It opened on Sunday"}, CommitmentState.DONE),
    ],
)
def test_the_holder_of_something_offered_says_what_comes_of_it(  # noqa: PLR0913, PLR0917  # Fixtures.
    visitor: Visitor,
    link: str,
    mine: Make,
    database: Database,
    say: str,
    typed: dict[str, str | list[str]],
    state: CommitmentState,
) -> None:
    commitment = mine()
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    thanks = visitor.send(form, say=say, **typed)

    assert "Thank you" in thanks.text
    assert now(database, commitment).state is state


def test_moving_a_date_takes_the_new_one_and_the_reason(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine(due=date(2026, 4, 1))
    do(database, commitment, Action.ACCEPT)
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    thanks = visitor.send(form, say="move", due=["1", "6", "2026"], reason="The key was lost")

    moved = now(database, commitment)
    assert (moved.due, moved.slips, moved.reason) == (date(2026, 6, 1), 1, "The key was lost")
    assert "Due: 1 June 2026 (before: 1 April 2026)" in thanks.text
    assert "The key was lost" in thanks.text


def test_the_thanks_say_what_is_left(visitor: Visitor, link: str, mine: Make) -> None:
    first, _second = mine(text="Open the north gate"), mine(text="Paint the bench")
    form = visitor.look(f"{link}/{first.id}").form_with("say")

    thanks = visitor.send(form, say="accept")

    assert "Still open for Oak Trust (1)" in thanks.text
    assert "Paint the bench" in thanks.text


@pytest.mark.parametrize(
    ("state", "wanted", "chosen"),
    [
        (None, "finish", "finish"),
        (None, "move", "move"),
        (None, "report", "start"),
        (None, "withdraw", "decline"),
        (Action.ACCEPT, "move", "move"),
        (Action.ACCEPT, "accept", None),
        (Action.ACCEPT, "nonsense", None),
        (None, "hand_over", None),
    ],
)
def test_the_link_of_an_email_chooses_the_answer_that_it_names(  # noqa: PLR0913, PLR0917  # Fixtures.
    visitor: Visitor,
    link: str,
    mine: Make,
    database: Database,
    state: Action | None,
    wanted: str,
    chosen: str | None,
) -> None:
    commitment = mine()
    if state:
        do(database, commitment, state)

    form = visitor.look(f"{link}/{commitment.id}?say={wanted}").form_with("say")

    assert form.fields.get("say") == chosen


def test_the_form_offers_what_the_table_allows_and_handing_over_to_nobody(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    do(database, commitment, Action.ACCEPT)

    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    assert form.choices["say"] == ["start", "finish", "move", "withdraw"]


@pytest.mark.parametrize(
    ("say", "typed", "message"),
    [
        ("", {}, "Choose what you want to say"),
        ("finish", {}, "Say in a line what was done"),
        ("move", {"reason": "The key was lost"}, "Enter the new date"),
        ("move", {"due": ["1", "6", "2026"]}, "Say why the date moves"),
        ("move", {"due": ["31", "2", "2026"], "reason": "x"}, "Enter a real date"),
        ("move", {"due": ["1", "6"], "reason": "x"}, "Enter a real date"),
        ("move", {"due": ["1", "6", "2026", "7"], "reason": "x"}, "Enter a real date"),
        ("move", {"due": "1 June", "reason": "x"}, "Enter a real date"),
        ("move", {"due": ["1", "1", "2020"], "reason": "x"}, "The new date must be today or later"),
        ("move", {"due": ["1", "6", "9999"], "reason": "x"}, "Enter a real date"),
        ("withdraw", {"ending": ""}, "Say what stands in the way"),
        ("finish", {"note": "x" * 2001}, "Use 2000 characters or fewer"),
        ("finish", {"note": "a\x00b"}, "characters that cannot be shown"),
        ("hand_over", {}, "Not a valid choice"),
        ("accept", {}, "Not a valid choice"),
    ],
)
def test_an_answer_that_lacks_something_says_so_and_keeps_what_was_typed(  # noqa: PLR0913, PLR0917
    visitor: Visitor,
    link: str,
    mine: Make,
    database: Database,
    say: str,
    typed: dict[str, str | list[str]],
    message: str,
) -> None:
    commitment = mine()
    do(database, commitment, Action.ACCEPT)
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    sent = {"ending": "Typed before", "reason": "", "note": "", **typed}

    page = visitor.send(form, say=say, **sent)

    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert message in page.text
    kept = page.form_with("say").fields
    assert {name: kept[name] for name in ("ending", "reason", "note")} == {
        name: sent[name] for name in ("ending", "reason", "note")
    }
    assert now(database, commitment).version == 2


def test_two_people_at_once_never_overwrite_each_other_silently(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")
    do(database, commitment, Action.ACCEPT, note="Said at the meeting")

    page = visitor.send(form, say="finish", note="It opened on Sunday")

    assert page.status == 409
    assert "This changed while you were writing" in page.text
    assert "Said at the meeting" in page.text
    again = page.form_with("say")
    assert (again.fields["say"], again.fields["note"]) == ("finish", "It opened on Sunday")
    assert now(database, commitment).state is CommitmentState.AGREED

    visitor.send(again)
    assert now(database, commitment).state is CommitmentState.DONE


def test_an_answer_that_an_impatient_thumb_sends_twice_counts_once(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    pages = [visitor.send(form, say="start", health="stuck", note="No key") for _ in range(2)]

    assert ["Thank you" in page.text for page in pages] == [True, True]
    with database.unit_of_work(read_only=True) as uow:
        assert [said.update.action for said in history_of(uow, commitment.id)] == ["offer", "accept", "start"]


def test_a_mail_scanner_that_follows_every_link_changes_nothing(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    form = f"{link}/{commitment.id}"
    paths = [link, form, f"{form}?say=finish", f"{form}/thanks"]
    before = every_row(database)

    for path in paths:
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            assert visitor.client.open(path, method=method).status_code == 200

    assert every_row(database) == before


def test_a_browser_that_keeps_no_cookies_answers_and_accepts_all_the_same(
    app: flask.Flask, link: str, mine: Make, database: Database, clock: Clock
) -> None:
    first, second, third = mine(), mine(), mine()
    visitor = Visitor(app.test_client(use_cookies=False))

    thanks = visitor.send(visitor.look(f"{link}/{first.id}").form_with("say"), say="accept")
    clock.at += timedelta(minutes=1)
    accepted = visitor.send(visitor.look(link).forms[0])

    assert "Thank you" in thanks.text
    assert "You accepted 2 commitments" in accepted.text
    assert {now(database, each).state for each in (first, second, third)} == {CommitmentState.AGREED}


def test_accepting_all_twice_thanks_for_the_first_time(visitor: Visitor, link: str, mine: Make) -> None:
    mine(), mine()
    form = visitor.look(link).forms[0]

    pages = [visitor.send(form) for _ in range(2)]

    assert ["You accepted 2 commitments" in page.text for page in pages] == [True, True]
    assert "You accepted" not in visitor.look(link).text


def test_pages_behind_a_link_give_no_cookie_and_touch_none(
    signed_in: SignIn, visitor: Visitor, link: str, mine: Make
) -> None:
    commitment, _other = mine(), mine()
    browsers = [visitor, signed_in(Role.COORDINATOR)]

    for browser in browsers:
        with browser.client.session_transaction() as session:
            session["_flashes"] = [("success", "It is noted down.")]
        for path in (link, f"{link}/{commitment.id}", f"{link}/{commitment.id}/thanks"):
            assert "Set-Cookie" not in browser.client.get(path).headers
        for path in (link, f"{link}/{commitment.id}"):
            assert "Set-Cookie" not in browser.client.post(path, data={"say": "accept"}).headers


def test_somebody_elses_commitment_is_as_if_it_were_not_there(
    visitor: Visitor, link: str, database: Database, plan: Plan, owner: Owner
) -> None:
    others = [
        make_commitment(database, plan),
        make_commitment(database, make_plan(database), **owner),
        make_commitment(database, plan, organisation_id=owner["organisation_id"]),
    ]

    found = [visitor.client.get(f"{link}/{each.id}").status_code for each in others]

    assert found == [404, 404, 404]


def test_every_link_that_does_not_work_answers_alike(  # noqa: PLR0913, PLR0917  # Fixtures.
    app: flask.Flask, visitor: Visitor, link: str, clock: Clock, plan: Plan, owner: Owner
) -> None:
    links: Links = app.extensions["backcast"].links
    payload = payload_of(owner["contact_id"], owner["organisation_id"], plan.id)
    elsewhere = payload_of(owner["contact_id"], owner["organisation_id"], UUID(int=5))
    tokens = [
        "nonsense",
        link.rpartition("/")[2][:-1] + "x",
        links.make("sign-in", payload),
        links.make("update", elsewhere),
        links.make("update", {"person": "x"}),
        links.make("update", {"person": [], "organisation": {}, "plan": None}),
    ]
    clock.at = NOON + LINK_AGE + timedelta(seconds=1)

    pages = [visitor.look(path) for path in [*(f"/plans/u/{token}" for token in tokens), link]]

    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "Open the newest e-mail" in pages[0].text


def test_the_link_of_somebody_who_left_does_not_work(
    visitor: Visitor, link: str, database: Database, owner: Owner, plan: Plan
) -> None:
    left = {"person_id": owner["contact_id"], "organisation_id": owner["organisation_id"], "role": "member"}
    with database.unit_of_work() as uow:
        uow.session.execute(
            memberships.insert().values(
                id=UUID(int=3), version=2, community_id=plan.community_id, active=False, **left
            )
        )

    assert visitor.look(link).status == 404


def test_pages_behind_a_link_lead_nowhere_but_to_each_other(visitor: Visitor, link: str, mine: Make) -> None:
    commitment = mine()

    page = visitor.look(f"{link}/{commitment.id}")

    leads = {each["href"] for each in page.attributes("a")}
    assert leads == {"#main-content", "/", link}
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_what_people_type_stays_text(visitor: Visitor, link: str, mine: Make, database: Database) -> None:
    hostile = "<script>alert(1)</script> {{7*7}} <img src=x onerror=alert(1)> ${7*7}"
    commitment = mine(text=hostile, evidence=hostile)
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    thanks = visitor.send(form, say="finish", note=hostile)

    assert now(database, commitment).last_note == hostile
    assert hostile in thanks.text
    assert thanks.attributes("img") == []


def test_the_health_that_was_said_is_kept(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    do(database, commitment, Action.ACCEPT)
    do(database, commitment, Action.START)
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    visitor.send(form, say="report", health="stuck")

    assert now(database, commitment).health is Health.STUCK


def test_the_holder_sees_when_something_was_last_said_by_the_link(
    visitor: Visitor, link: str, mine: Make
) -> None:
    commitment = mine()
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    assert "last said by your link" not in visitor.look(link).text
    visitor.send(form, say="accept")

    assert "last said by your link on 2 March 2026 at 12:00" in visitor.look(link).text


def test_a_mistake_in_what_belongs_to_another_answer_does_not_matter(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    do(database, commitment, Action.ACCEPT)
    do(database, commitment, Action.START)
    form = visitor.look(f"{link}/{commitment.id}?say=move").form_with("due")
    wrong = visitor.send(form, say="move", due=["31", "2", "2027"])

    sent = visitor.send(wrong.form_with("due"), say="report", health="stuck", due=["31", "2", "2027"])

    assert wrong.status == 400
    assert sent.status == 200
    assert now(database, commitment).health is Health.STUCK


def test_a_health_that_does_not_exist_does_no_harm_to_another_answer(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")

    answers = [visitor.send(form, say="accept", health="splendid") for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert now(database, commitment).state is CommitmentState.AGREED


def test_a_link_whose_answer_has_been_overtaken_says_so(
    visitor: Visitor, link: str, mine: Make, database: Database
) -> None:
    commitment = mine()
    do(database, commitment, Action.ACCEPT)

    overtaken = visitor.look(f"{link}/{commitment.id}?say=accept")
    in_time = visitor.look(f"{link}/{commitment.id}?say=start")

    assert "moved on since that e-mail" in overtaken.text
    assert "moved on since that e-mail" not in in_time.text
