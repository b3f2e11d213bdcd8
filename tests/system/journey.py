"""The main job from the workshop's sheet to the officer's digest, played on every stage there is.

The steps see the product from outside only: pages, API, e-mails, and plain SQL to count what was lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from http import HTTPStatus
from time import monotonic
from typing import Any, cast
from zoneinfo import ZoneInfo

import requests

from tests.system import workshop
from tests.system.forms import form_with
from tests.system.letters import Letter
from tests.system.stages import Stage, Visitor
from tests.waiting import eventually

LONDON = ZoneInfo("Europe/London")
GOOD = workshop.ROWS - len(workshop.BAD)
COPY = "SELECT reference, state, version, slips FROM commitments ORDER BY reference"
COORDINATOR, OFFICER = "coordinator@example.org", "officer@example.org"


@dataclass
class World:
    """What the people of the journey know at each step."""

    stage: Stage
    today: date
    coordinator: Visitor
    community_id: str = ""
    token: str = ""
    plan_id: str = ""
    import_id: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def api(self, path: str) -> Any:
        """Ask the API with the coordinator's token, and return what it answers."""
        answer = Visitor(self.stage).get(path, headers=self.bearer)
        assert answer.status_code == requests.codes.ok, answer.text
        return answer.json()

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def commitments(self) -> dict[str, dict[str, Any]]:
        """Return every commitment of the plan by its reference, page by page."""
        found: dict[str, dict[str, Any]] = {}
        path: str | None = f"/plans/api/v1/plans/{self.plan_id}/commitments"
        while path:
            page = self.api(path)
            found |= {item["reference"]: item for item in page["items"]}
            path = page["next"]
        return found

    def letters_to(self, address: str, subject: str = "") -> list[Letter]:
        return [each for each in self.stage.letters() if each.to == address and subject in each.subject]


def a_community_begins(world: World) -> None:
    world.community_id = world.stage.command(
        "community",
        "create",
        "River park",
        "--coordinator",
        f"Co <{COORDINATOR}>",
        "--officer",
        f"Of <{OFFICER}>",
    ).strip()
    scopes = ("plans:read", "plans:write", "notify:read")
    words = [word for scope in scopes for word in ("--scope", scope)]
    secret = world.stage.command("token", "create", world.community_id, "--name", "journey", *words)
    world.token = secret.split()[1]
    eventually(lambda: knows_the_token(world), saying="the token known in plans and notify")


def knows_the_token(world: World) -> bool:
    asked = [
        Visitor(world.stage).get(path, headers=world.bearer)
        for path in (
            "/plans/api/v1/plans",
            f"/notify/api/v1/digests/preview?community_id={world.community_id}",
        )
    ]
    return all(answer.status_code == requests.codes.ok for answer in asked)


def the_coordinator_signs_in_by_an_emailed_link(world: World) -> None:
    send(world.coordinator, "/partners/sign-in", "email", email=COORDINATOR)
    (letter,) = eventually(lambda: world.letters_to(COORDINATOR), saying="the sign-in e-mail")

    answer = send(world.coordinator, letter.link("/partners/sign-in/"), "csrf_token")

    assert answer.ok
    assert "Sign out" in answer.text


def they_make_a_plan(world: World) -> None:
    horizon = world.today + timedelta(days=900)
    answer = send(
        world.coordinator,
        "/plans/new",
        "what",
        name="River park",
        what="A park that is safe and clean",
        how="Together",
        why="It makes us stronger",
        horizon=[str(horizon.day), str(horizon.month), str(horizon.year)],
    )

    assert answer.ok, answer.text
    world.plan_id = answer.url.rstrip("/").split("/")[-1]
    assert world.api(f"/plans/api/v1/plans/{world.plan_id}")["name"] == "River park"


def the_sheet_is_previewed_and_each_bad_row_named(world: World) -> None:
    page = world.coordinator.get(f"/plans/{world.plan_id}/import")
    form = form_with(page.text, "csrf_token")
    file = {"sheet": ("river park.csv", workshop.sheet(world.today), "text/csv")}

    preview = world.coordinator.post(page.url, data=form.values, files=file)

    assert preview.ok, preview.text
    world.import_id = preview.url.rstrip("/").split("/")[-1]
    rows = world.api(f"/plans/api/v1/plans/{world.plan_id}/imports/{world.import_id}")["rows"]
    kept = {row["number"]: row["cells"] for row in rows}
    assert len(kept) == workshop.ROWS
    for number, (column, typed) in workshop.BAD.items():
        (fault,) = next(row["faults"] for row in rows if row["number"] == number + 1)
        assert kept[number + 1].get(fault["column"], "") == typed
        assert f"Row {number + 1}, {workshop.OUR_WORD_FOR[column]}: {fault['reason']}" in unescape(
            preview.text
        )
    assert sum(len(row["faults"]) for row in rows) == len(workshop.BAD)
    assert world.commitments() == {}


def the_good_rows_are_imported(world: World) -> None:
    page = world.coordinator.get(f"/plans/{world.plan_id}/imports/{world.import_id}")

    answer = send(world.coordinator, page.url, "csrf_token")

    assert answer.ok
    assert len(world.commitments()) == GOOD


def every_owner_gets_one_email_with_all_their_commitments(world: World) -> None:
    addresses = {address for _, address in workshop.OWNERS.values()}
    eventually(
        lambda: len(reached(world)) + uncertain(world) == len(addresses), saying="an e-mail to each owner"
    )

    if world.stage.gentle:
        assert reached(world) == addresses
    for address in reached(world):
        (letter,) = world.letters_to(address)
        assert workshop.listed_in(letter.text) == workshop.promised_to(address)


def a_mail_scanner_changes_nothing(world: World) -> None:
    before = said_and_done(world)
    scanner = Visitor(world.stage)

    links = {link for letter in world.stage.letters() for link in letter.links}
    for link in sorted(links):
        assert scanner.head(link).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        assert scanner.get(link).status_code < HTTPStatus.INTERNAL_SERVER_ERROR

    assert said_and_done(world) == before


def an_owner_answers_by_the_form(world: World) -> None:
    address = min(reached(world))
    accepted, finished, moved = sorted(workshop.promised_to(address))[:3]
    later = world.today + timedelta(days=200)

    say(world, address, accepted, "accept")
    say(world, address, finished, "finish", note="The café is open & warm")
    say(world, address, moved, "move", reason="Waiting for the key", due=days(later))

    now = world.commitments()
    assert now[accepted]["state"] == "agreed"
    assert now[finished]["state"] == "done"
    assert (now[moved]["due"], now[moved]["slips"]) == (later.isoformat(), 1)
    world.said = {"accepted": accepted, "finished": finished, "moved": moved}


def page_api_copy_and_digest_agree(world: World) -> None:
    eventually(lambda: copy_of(world, "notify") == copy_of(world, "plans"), saying="notify's copy")
    status = world.api(f"/plans/api/v1/plans/{world.plan_id}/status")
    page = world.coordinator.get(f"/plans/{world.plan_id}").text

    digest = numbers_of_digest(world)

    assert (status["total"], status["by_state"]["done"]) == (GOOD, 1)
    for number in ("total", "done", "overdue", "due_soon"):
        assert digest[number] == status[number]
    assert f"1 of {GOOD}" in page


def notify_misses_nothing_while_it_is_away(world: World) -> None:
    address = max(reached(world))
    first, second = sorted(workshop.promised_to(address))[:2]
    letters = len(world.stage.letters())

    with world.stage.without_notify():
        say(world, address, first, "accept")
        say(world, address, second, "finish", note="Done on the first dry day")

    eventually(lambda: copy_of(world, "notify") == copy_of(world, "plans"), saying="notify's copy caught up")
    assert len(world.stage.letters()) == letters
    eventually(lambda: not failures(world), saying=f"no event failing or parked: {failures(world)}")


def the_officer_gets_one_digest(world: World) -> None:
    monday = world.today + timedelta(days=7 - world.today.weekday())

    for _ in range(2):
        world.stage.command("tick", "--now", f"{monday}T08:05")

    (letter,) = eventually(lambda: world.letters_to(OFFICER), saying="the digest")
    assert "River park" in letter.text
    assert "The café is open & warm" in letter.text


STEPS: tuple[Callable[[World], None], ...] = (
    a_community_begins,
    the_coordinator_signs_in_by_an_emailed_link,
    they_make_a_plan,
    the_sheet_is_previewed_and_each_bad_row_named,
    the_good_rows_are_imported,
    every_owner_gets_one_email_with_all_their_commitments,
    a_mail_scanner_changes_nothing,
    an_owner_answers_by_the_form,
    page_api_copy_and_digest_agree,
    notify_misses_nothing_while_it_is_away,
    the_officer_gets_one_digest,
)


def play(stage: Stage, record: Callable[[str, object], None]) -> None:
    """Play all steps on the stage, and record how many seconds each took."""
    world = World(stage, datetime.now(LONDON).date(), Visitor(stage))
    for number, step in enumerate(STEPS):
        if number:
            stage.between_steps()
        began = monotonic()
        step(world)
        record(step.__name__, round(monotonic() - began, 1))


def send(visitor: Visitor, path: str, known_by: str, **values: Any) -> requests.Response:
    """Open the page, fill in its form that has the field `known_by`, and press its button."""
    page = visitor.get(path)
    assert page.ok, page.text
    form = form_with(page.text, known_by)
    return visitor.post(form.action or page.url, data={**form.values, **values})


def say(world: World, address: str, reference: str, action: str, **values: Any) -> None:
    """Follow the link for this commitment in the person's e-mail and answer by its form, without cookies."""
    letter = world.letters_to(address)[-1]
    commitment_id = world.commitments()[reference]["id"]
    answer = send(Visitor(world.stage), letter.link(commitment_id), "say", say=action, **values)
    assert answer.ok, answer.text
    assert "Thank you" in answer.text


def said_and_done(world: World) -> list[list[tuple[Any, ...]]]:
    """Return the traces of what people did: versions and updates, sign-ins used up, preferences."""
    return [
        world.stage.rows("plans", COPY),
        world.stage.rows("plans", "SELECT count(*) FROM updates"),
        world.stage.rows("partners", "SELECT count(*) FROM sign_ins WHERE used_at IS NOT NULL"),
        world.stage.rows("notify", "SELECT count(*) FROM preferences"),
    ]


def reached(world: World) -> set[str]:
    """Return the owners who have had an e-mail."""
    return {letter.to for letter in world.stage.letters()} & {
        address for _, address in workshop.OWNERS.values()
    }


def failures(world: World) -> list[tuple[Any, ...]]:
    """Return the events that notify could not apply yet."""
    return world.stage.rows("notify", "SELECT type, attempts, reason, crashes, parked_at FROM failures")


def uncertain(world: World) -> int:
    """Count the e-mails of which a killed process does not know whether they went; these are never resent."""
    return int(world.stage.rows("notify", "SELECT count(*) FROM deliveries WHERE state = 'uncertain'")[0][0])


def days(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def numbers_of_digest(world: World) -> dict[str, Any]:
    preview = world.api(f"/notify/api/v1/digests/preview?community_id={world.community_id}")
    (plan,) = preview["plans"]
    return cast("dict[str, Any]", plan["numbers"])


def copy_of(world: World, service: str) -> list[tuple[Any, ...]]:
    return world.stage.rows(service, COPY)
