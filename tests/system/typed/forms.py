"""The rest of the filling: what comes once, by the forms that people use, and what owners answer by links."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.hostile_words import FAMILIES, HOSTILE, LINES
from tests.system.forms import forms
from tests.system.journey import OFFICER, days, send
from tests.system.stages import Visitor
from tests.system.typed.filling import DUE, lines_from
from tests.system.typed.plan import PLANS, Typed, address_of, named, plan_page, typed
from tests.waiting import eventually

ANSWERED = slice(0, 72, 6)
"""Whose owners answer by the link in their e-mail; what is theirs is still open."""

PAPERS = 5
"""To one commitment in so many a file is added."""

SECOND_OFFICER = "second.officer@example.org"


def another_plan_is_made_and_closed(world: Typed) -> None:
    what = {"name": FAMILIES["mail"][11], "what": lines_from(0), "how": LINES[0], "why": LINES[5]}
    horizon = days(world.today + timedelta(days=500))
    plan = _sent(world, "/plans/new", "what", **what, horizon=horizon)
    typed_lines = {"step-lines": "\n".join(HOSTILE[::9])}
    world.mistaken["/plans/new"] = _refused(world, "/plans/new", "what", **what | {"what": ""})
    milestone = _refused(world, f"{plan}/milestones/new", "text", text=HOSTILE[3], target=["31", "2", "x<b>"])
    world.mistaken[f"{plan}/milestones/new"] = milestone
    body = {"text": LINES[5], "organisation": named("organisation", 9), "contact_email": HOSTILE[2]}
    world.mistaken[f"{plan}/commitments/new"] = _refused(world, f"{plan}/commitments/new", "text", **body)
    _captured(world, plan, typed_lines)
    _sent(world, f"{plan}/close", "line", line=HOSTILE[5])
    world.pages["closed plan"] = plan


def a_workshop_is_recorded(world: Typed) -> None:
    body: dict[str, Any] = {
        "method": "backcasting",
        "held_on": ["1", "9", "2026"],
        "place": FAMILIES["attributes"][0],
        "came": "\n".join(f"3 {text}" for text in HOSTILE[::9]),
        "outcome": lines_from(1),
        "notes": lines_from(2),
        "plan": world.plan_id,
        "part": FAMILIES["elements"][5],
    }
    page = _sent(world, "/plans/workshops/new", "came", **body)
    world.pages["workshop of the form"] = page.removesuffix("/photos")
    wrong = _refused(world, "/plans/workshops/new", "came", **body | {"came": "3", "part": HOSTILE[0]})
    world.mistaken["/plans/workshops/new"] = wrong


def a_run_goes_on_and_another_ends(world: Typed) -> None:
    for number, name in enumerate(("run", "ended run")):
        told = {"title": HOSTILE[number + 4], "purpose": lines_from(number), "first_day": days(world.today)}
        world.pages[name] = _sent(world, f"{plan_page(world)}/runs/new", "title", **told)
        for each in world.numbers[:6:2]:
            _sent(world, world.pages[name], "reference", reference=f"C{each}")
        _sent(world, f"{world.pages[name]}/check-in", "note", day="0", note=lines_from(number + 1))
    review = dict.fromkeys(("success", "failure", "conflicting", "remedy"), lines_from(2))
    _sent(world, f"{world.pages['ended run']}/review", "success", **review)


def programs_and_people_are_added(world: Typed) -> None:
    scopes = ["plans:read"]
    _sent(world, "/partners/tokens", "scopes", name=FAMILIES["elements"][6], scopes=scopes)
    wrong = _refused(world, "/partners/tokens", "scopes", name=f"x{LINES[5]}\u200b", scopes=scopes)
    world.mistaken["/partners/tokens"] = wrong
    officer = {"name": FAMILIES["mail"][11], "email": SECOND_OFFICER, "role": "officer"}
    _sent(world, "/partners/people", "email", **officer)
    world.mistaken["/partners/people"] = _refused(
        world, "/partners/people", "email", **officer | {"email": HOSTILE[1]}
    )
    world.mistaken["/notify/webhooks"] = _refused(
        world, "/notify/webhooks", "url", url=HOSTILE[2], description=HOSTILE[3], event_types=["x"]
    )
    for number in world.numbers[:60:3]:
        organisation = world.api("GET", f"{PLANS}/commitments/{world.ids[number]}")["organisation_id"]
        body = {"given_on": world.today.isoformat(), "workshop_id": None}
        world.api("PUT", f"{PLANS}/plans/{world.plan_id}/consents/{organisation}", body)
    calendar = world.api("PUT", f"{PLANS}/calendars/plan/{world.plan_id}")
    world.calendar, world.changes = calendar["address"], calendar["changes"]


def papers_are_added(world: Typed) -> None:
    """Send files of every sort of name to what was said first."""
    for number in world.numbers[::PAPERS]:
        path = f"{PLANS}/commitments/{world.ids[number]}"
        (said, *_) = world.api("GET", f"{path}/history")["items"]
        file = {"file": (f"{HOSTILE[number]} notes.txt", b"What we did", "text/plain")}
        proofs = world.api("POST", f"{path}/updates/{said['id']}/proofs", files=file)["items"]
        world.papers[number] = proofs[-1]["file"]


def owners_answer_by_their_links(world: Typed) -> None:
    for number in world.numbers[ANSWERED]:
        letter = world.letters_to(address_of(number))[0]
        link = letter.link(world.ids[number])
        owner = Visitor(world.stage)
        said = {
            "say": "report",
            "health": "at_risk",
            "note": typed("owner", number),
            "ask": typed("ask", number + 1),
            "link": "https://foreign.example.com/?\"'<b>",
        }
        wrong = send(owner, link, "say", **said | {"health": ""})
        world.mistaken[link.partition("?")[0]] = wrong.text
        answer = send(owner, link, "say", **said)
        assert "Thank you" in answer.text, complaints(answer.text)
        world.links.append(link)


def a_coordinator_judges_what_they_said(world: Typed) -> None:
    page = f"{plan_page(world)}/moderation"
    for number in range(len(world.links) // 2):
        offered = [form for form in forms(world.coordinator.get(page).text) if form.values.get("verdict")]
        waiting = next(form for form in offered if form.values["verdict"] == "private")
        answer = world.coordinator.post(waiting.action, data={**waiting.values, "reason": HOSTILE[number]})
        assert answer.ok, complaints(answer.text)


def nudges_and_digests_go_out(world: Typed) -> None:
    """Let a Monday morning come, then the day a week before what is open is due."""
    monday = world.today + timedelta(days=7 - world.today.weekday())
    week_before = world.today + timedelta(days=DUE - 6)
    world.stage.command("tick", "--now", f"{monday}T08:05")
    world.stage.command("tick", "--now", f"{week_before}T09:30")
    officers = (OFFICER, SECOND_OFFICER)
    eventually(lambda: all(map(world.letters_to, officers)), saying="the digests")
    waiting = "SELECT count(*) FROM deliveries WHERE state = 'waiting'"
    eventually(lambda: world.stage.rows("notify", waiting)[0][0] == 0, saying="every e-mail sent")


ROUNDS: tuple[Callable[[Typed], None], ...] = (
    another_plan_is_made_and_closed,
    a_workshop_is_recorded,
    a_run_goes_on_and_another_ends,
    programs_and_people_are_added,
    papers_are_added,
    owners_answer_by_their_links,
    a_coordinator_judges_what_they_said,
    nudges_and_digests_go_out,
)


def _sent(world: Typed, path: str, known_by: str, **values: Any) -> str:
    """Send the form, which must be taken, and return the path of the page that it leads to."""
    answer = send(world.coordinator, path, known_by, **values)
    assert answer.ok, complaints(answer.text)
    assert complaints(answer.text) == []
    return answer.url.removeprefix(world.stage.address("plans")).rstrip("/")


def _refused(world: Typed, path: str, known_by: str, **values: Any) -> str:
    """Send the form, which must be refused, and return the page that says why."""
    answer = send(world.coordinator, path, known_by, **values)
    assert complaints(answer.text), path
    return answer.text


def complaints(page: str) -> list[str]:
    """Return what the page says is wrong."""
    return re.findall(r'<a href="#[^"]*">([^<]*)</a>', page.partition("There is a problem")[2])


def _captured(world: Typed, plan: str, lines: dict[str, str]) -> None:
    """Write lines down as milestones; the ones that are not understood stay in the box."""
    page = world.coordinator.get(f"{plan}/capture")
    form = next(each for each in forms(page.text) if each.action.endswith("/capture/milestones"))
    answer = world.coordinator.post(form.action, data={**form.values, **lines})
    world.mistaken[f"{plan}/capture"] = answer.text
