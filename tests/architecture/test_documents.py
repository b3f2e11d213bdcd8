"""What the documents say in tables is what the code does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.plans.domain.transitions import TRANSITIONS
from shared.contracts import CONTRACTS, CommitmentState
from shared.contracts.routing import HEARS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
MADE = ("build/", "data/", ".venv/")
"""Folders that come to be only when something runs."""


def rows(document: str, first: str) -> Iterator[list[str]]:
    """The cells of the table whose first column has this heading."""
    lines = (DOCS / document).read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_glossary_names_each_state_and_every_way_out_of_it() -> None:
    told = {
        CommitmentState(state.strip().replace(" ", "_")): {way.strip() for way in ways.split(",")}
        for states, _meaning, ways in rows("glossary.md", "state")
        for state in states.split(",")
    }

    done: dict[CommitmentState, set[str]] = {}
    for state, action in TRANSITIONS:
        done.setdefault(state, set()).add(action.replace("_", " "))
    assert told == done


def test_the_table_of_events_names_each_event_with_who_says_and_who_hears_it() -> None:
    told = {}
    for name, _says, said_by, heard_by in rows("events.md", "event"):
        (kind,) = re.findall(r"`(.+)`", name)
        told[kind] = ("(personal)" in name, said_by, set(heard_by.split(", ")))

    assert told == {
        kind: (
            contract.PERSONAL,
            kind.split(".")[0],
            {service for service, heard in HEARS.items() if contract in heard},
        )
        for kind, contract in CONTRACTS.items()
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_document_points_at_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    here = set(re.findall(r"\]\(([^):#]+)\)", text))
    top = "|".join(sorted(path.name for path in ROOT.iterdir() if path.is_dir()))
    named = {path for path in re.findall(rf"`((?:{top})/[\w./-]*)`", text) if not path.startswith(MADE)}

    lost = {path for path in here if not (page.parent / path).exists()}
    lost |= {path for path in named if not (ROOT / path).exists()}
    assert lost == set()
