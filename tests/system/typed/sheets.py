"""The sheets that are brought in: one of good rows, and one of nothing but mistakes."""

import csv
import io
from datetime import timedelta
from typing import Any

from services.plans.domain.formulas import defused
from tests.hostile_words import HOSTILE
from tests.system.typed.plan import (
    HEADINGS,
    HELD,
    HELPER,
    MILESTONES,
    PLANS,
    Typed,
    address_of,
    named,
    once,
    plan_page,
    typed,
)
from tests.waiting import eventually


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


def _row(world: Typed, number: int) -> dict[str, str]:
    held_on, _, place = HELD
    return {
        "Reference": f"C{number}",
        "Heading": HEADINGS[number % len(HEADINGS)],
        "Milestone": MILESTONES[number % len(MILESTONES)],
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
