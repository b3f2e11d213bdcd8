"""How the plan is filled, by the ways that people and programs have."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from tests.hostile_words import FAMILIES, HOSTILE, LINES
from tests.system.forms import form_with
from tests.system.journey import COORDINATOR, LONDON, OFFICER, World, send
from tests.system.journey import the_coordinator_signs_in_by_an_emailed_link as sign_in
from tests.system.stages import OneProcess, Visitor
from tests.system.typed.plan import (
    COMMUNITY,
    COUNT,
    HEADINGS,
    HELD,
    HELPER,
    MILESTONES,
    NOTIFY,
    PLANS,
    SCOPES,
    TOLD,
    Typed,
    linked,
    named,
    once,
    typed,
)
from tests.system.typed.sheets import a_sheet_of_nothing_but_mistakes_stays_as_drafts, the_sheet_is_imported
from tests.waiting import eventually

ASSETS_EACH, DUE = 100, 40


def begun(stage: OneProcess, every: int) -> Typed:
    """Begin the community, with a coordinator who signed in and a program that may do everything."""
    people = ("--coordinator", f"Co <{COORDINATOR}>", "--officer", f"Of <{OFFICER}>")
    community = stage.command("community", "create", COMMUNITY, *people).strip()
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    name = f"--name={FAMILIES['elements'][0]}"
    secret = stage.command("token", "create", community, name, *scopes).split()[1]
    today = datetime.now(LONDON).date()
    world = Typed(stage, today, Visitor(stage), community, secret, range(0, COUNT, every))
    for path in (f"{PLANS}/plans", f"{NOTIFY}/digests/preview?community_id={community}"):
        eventually(lambda path=path: world.ask("GET", path).ok, saying="the token known")  # type: ignore[misc]
    sign_in(World(stage, today, world.coordinator))
    return world


def a_plan_and_a_webhook_are_made(world: Typed) -> None:
    hook = {"url": world.stage.hooks.url, "event_types": list(TOLD), "description": FAMILIES["elements"][1]}
    world.api("POST", f"{NOTIFY}/webhooks", hook)
    horizon = (world.today + timedelta(days=900)).isoformat()
    body = {
        "name": FAMILIES["markup"][7],
        "vision": {"what": lines_from(0), "how": lines_from(1), "why": lines_from(2)},
        "horizon": horizon,
        "headings": HEADINGS,
        "public": True,
        "moderated": True,
    }
    world.plan_id = world.api("POST", f"{PLANS}/plans", body)["id"]
    for number, text in enumerate(MILESTONES):
        step = {"text": text, "target": (world.today + timedelta(days=20 + number)).isoformat()}
        world.api("POST", f"{PLANS}/plans/{world.plan_id}/milestones", step)


def organisations_join(world: Typed) -> None:
    """Make them one by one: of names so like each other a sheet asks whether they mean the same."""
    token = form_with(world.coordinator.get("/partners/organisations").text, "csrf_token").values[
        "csrf_token"
    ]
    names = [HELPER, *(named("organisation", number) for number in world.numbers)]
    for name in names:
        answer = world.coordinator.post(
            "/partners/api/v1/organisations", json={"name": name}, headers={"X-CSRFToken": token}
        )
        assert answer.ok, answer.text
    count = "SELECT count(*) FROM organisations"
    eventually(
        lambda: world.stage.rows("plans", count)[0][0] >= len(names), saying="the names known in plans"
    )


def workshops_are_recorded_with_all_that_is_good_already(world: Typed) -> None:
    held_on, method, place = HELD
    for first in range(0, len(world.numbers), ASSETS_EACH):
        texts = [once("asset", number) for number in world.numbers[first : first + ASSETS_EACH]]
        groups = [{"name": HOSTILE[(first // 2 + each) % COUNT], "count": each} for each in range(50)]
        body = {
            "held_on": held_on,
            "method": method,
            "place": place if first == 0 else HOSTILE[first],
            "attendance": groups,
            "contributions": [{"plan_id": world.plan_id, "part": HOSTILE[first + 1]}],
            "notes": lines_from(first),
            "outcome": lines_from(first + 1),
        }
        workshop = world.api("POST", f"{PLANS}/workshops", body)["id"]
        path = f"/plans/workshops/{workshop}"
        world.pages.setdefault("workshop", path)
        answer = send(world.coordinator, f"{path}/assets", "text", text="\n".join(texts))
        assert answer.ok


def everybody_says_how_it_goes(world: Typed) -> None:
    """Four rounds; what is still open after them is stuck, and due on one day."""
    due = (world.today + timedelta(days=DUE)).isoformat()
    # Who has nothing open any more gets no e-mail of the import.
    eventually(lambda: len(world.letters_to_owners()) >= len(world.numbers), saying="an e-mail to each owner")
    _say(world, lambda n: {"action": "accept", "note": typed("accepted", n), **_speaker(n)})
    _say(world, lambda n: {"action": "start", "note": typed("begun", n), **_besides(n)})
    _say(world, lambda n: {"action": "move", "due": due, "reason": typed("moved", n)})
    _agree(world)
    ends = dict(zip(world.numbers, cycle((_stuck, _finished, _stuck, _finished, _stuck, _withdrawn))))
    _say(world, lambda n: {"note": typed("last", n), **ends[n](n)})


def coordinators_assess(world: Typed) -> None:
    for number, each in world.ids.items():
        body = {"completion": "limited", "why": typed("assessed", number)}
        world.api("POST", f"{PLANS}/commitments/{each}/assessments", body)


ROUNDS: tuple[Callable[[Typed], None], ...] = (
    a_plan_and_a_webhook_are_made,
    organisations_join,
    workshops_are_recorded_with_all_that_is_good_already,
    the_sheet_is_imported,
    a_sheet_of_nothing_but_mistakes_stays_as_drafts,
    everybody_says_how_it_goes,
    coordinators_assess,
)


def lines_from(first: int) -> str:
    """Return a text of many lines: those that only such a text can hold, and as many others as fit."""
    lines = [*LINES, *HOSTILE[first % 3 :: 3]]
    return "\n".join(lines)[:3900].strip()


def _speaker(number: int) -> dict[str, str]:
    return {"channel": "meeting", "said_by": named("said by", number)}


def _besides(number: int) -> dict[str, Any]:
    ask = {"text": typed("ask", number), "kind": "other"}
    return {"health": "stuck", "ask": ask, "link": linked(typed("proof", number))}


def _agree(world: Typed) -> None:
    pairs = zip(world.numbers[::2], world.numbers[1::2], strict=False)
    # Where their number is odd, the last has no neighbour to wait on.
    for number, other in dict([(world.numbers[-1], world.numbers[1]), *pairs]).items():
        terms = {"when": "done", "agreed": f"{typed('agreed', number)} | {typed('agreed', other)}"}
        path = f"{PLANS}/commitments/{world.ids[number]}/waits/{world.ids[other]}/reciprocal"
        world.api("PUT", path, terms)


def _stuck(_number: int) -> Mapping[str, Any]:
    return {"action": "report", "health": "stuck"}


def _finished(number: int) -> Mapping[str, Any]:
    return {"action": "finish", "evidence": typed("shown", number)}


def _withdrawn(number: int) -> Mapping[str, Any]:
    return {"action": "withdraw", "reason": typed("ended", number)}


def _say(world: Typed, update: Callable[[int], Mapping[str, Any]]) -> None:
    """Say something about every commitment, in one call."""
    versions = {each["id"]: each["version"] for each in world.every()}
    updates = [
        {"commitment_id": each, "version": versions[each], **update(number)}
        for number, each in world.ids.items()
    ]
    report = world.api("POST", f"{PLANS}/plans/{world.plan_id}/updates", {"updates": updates})
    assert report["refused"] == 0, [each["problem"] for each in report["items"] if each["problem"]][:3]
