"""How the plan is filled, by the ways that people and programs have."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from services.plans.domain.formulas import defused
from tests.hostile_words import FAMILIES, HOSTILE, LINES
from tests.system.forms import form_with
from tests.system.journey import COORDINATOR, LONDON, OFFICER, World, send
from tests.system.journey import the_coordinator_signs_in_by_an_emailed_link as sign_in
from tests.system.stages import OneProcess, Visitor
from tests.system.typed.plan import (
    COMMUNITY,
    COUNT,
    HELPER,
    NOTIFY,
    PLANS,
    SCOPES,
    TOLD,
    Typed,
    address_of,
    folded,
    linked,
    named,
    once,
    typed,
)
from tests.waiting import eventually

HEADINGS, MILESTONES, ASSETS_EACH, DUE = 20, 30, 100, 40
HELD = ("2026-09-01", "backcasting", "The hall")


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
        "headings": [folded(text) for text in HOSTILE[::16]][:HEADINGS],
        "public": True,
        "moderated": True,
    }
    world.plan_id = world.api("POST", f"{PLANS}/plans", body)["id"]
    for number in range(MILESTONES):
        target = (world.today + timedelta(days=20 + number)).isoformat()
        step = {"text": HOSTILE[number * 11 % COUNT], "target": target}
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
        assert answer.ok, answer.text


def the_sheet_is_imported(world: Typed) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows = [_row(world, number) for number in world.numbers]
    writer.writerow(rows[0])
    writer.writerows([defused(cell) for cell in row.values()] for row in rows)
    kept = _uploaded(world, text.getvalue(), "<img src=x onerror=window.ran=1>.csv")
    path = f"{PLANS}/plans/{world.plan_id}/imports/{kept['id']}"
    eventually(lambda: world.api("GET", path)["state"] != "importing", saying="the sheet imported")
    faults = [(row["number"], row["faults"]) for row in world.api("GET", path)["rows"] if row["faults"]]
    assert not faults, faults[:8]
    found = {each["reference"]: each["id"] for each in world.every()}
    world.ids = {number: found[f"C{number}"] for number in world.numbers}


def a_sheet_of_nothing_but_mistakes_stays_as_drafts(world: Typed) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(
        ["Reference", "Commitment", "Owner organisation", "Due date", "Contact e-mail", HOSTILE[0]]
    )
    for number in world.numbers:
        cell = defused(HOSTILE[number])
        writer.writerow([f"D{number}", cell, named("organisation", number), cell[:100], cell, cell])
    kept = _uploaded(world, text.getvalue(), "'\"><script>window.ran=1</script>.csv")
    world.pages["import"] = f"{plan_page(world)}/imports/{kept['id']}"


def everybody_says_how_it_goes(world: Typed) -> None:
    """Four rounds; what is still open after them is stuck, and due on one day."""
    due = (world.today + timedelta(days=DUE)).isoformat()
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


def plan_page(world: Typed) -> str:
    return f"/plans/{world.plan_id}"


def lines_from(first: int) -> str:
    """Return a text of many lines: those that only such a text can hold, and as many others as fit."""
    lines = [*LINES, *HOSTILE[first % 3 :: 3]]
    return "\n".join(lines)[:3900].strip()


def _row(world: Typed, number: int) -> dict[str, str]:
    held_on, _, place = HELD
    return {
        "Reference": f"C{number}",
        "Heading": folded(HOSTILE[::16][number % HEADINGS]),
        "Milestone": folded(HOSTILE[number % MILESTONES * 11 % COUNT]),
        "Commitment": typed("text", number),
        "Owner organisation": named("organisation", number),
        "Contact name": named("contact", number),
        "Contact e-mail": address_of(number),
        "Supporting organisations": HELPER,
        "Due date": (world.today + timedelta(days=30)).isoformat(),
        "Evidence": typed("evidence", number),
        "Steps": f"[ ] {typed('step', number)}\n[x] {typed('other step', number)}",
        "Place": typed("place", number),
        "Supporters' parts": f"{HELPER}: {typed('part', number)}",
        "Workshop": f"{held_on}, Backcasting, {place}",
        "Note on the wall": typed("note", number),
        "Assets": once("asset", number),
    }


def _uploaded(world: Typed, sheet: str, name: str) -> dict[str, Any]:
    path = f"{PLANS}/plans/{world.plan_id}/imports"
    file = {"file": (name, sheet.encode("utf-8-sig"), "text/csv")}
    kept: dict[str, Any] = world.api("POST", path, files=file)
    return kept


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
