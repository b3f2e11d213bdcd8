"""Commitments are found by their words: in any order, by a beginning, without accents, on each engine."""

from collections.abc import Callable
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from services.plans.consumers import HANDLERS
from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.searches import says
from services.plans.db.tables import commitments, searched
from services.plans.domain.commitments import Details
from services.plans.domain.corrections import Correction
from services.plans.domain.plans import Plan
from services.plans.domain.searches import LONGEST_WORD, Piece, pieces_of, words_of
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.corrections import correct_update, updates_of
from services.plans.use_cases.searches import keep_searched
from services.plans.use_cases.updates import record_update
from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database, UnitOfWork
from tests.plans.factories import (
    COMMUNITY,
    COORDINATOR,
    TODAY,
    a_commitment,
    make_commitment,
    make_contact,
    make_plan,
)
from tests.plans.imports.sheets import line
from tests.plans.imports.steps import imported

MIGRATION = import_module("services.plans.db.migrations.versions.0026_searches")
MANY = 20_000
INDEXES = {
    "postgresql": ("EXPLAIN", "ix_searched_words"),
    "sqlite": ("EXPLAIN QUERY PLAN", "searched_index VIRTUAL TABLE INDEX"),
}
SIGNS = "\"'*:&|!()-<>^~{}+\\,;%_ \0\t"

texts = st.lists(
    st.one_of(
        st.sampled_from(["Café", "Llŷn", "NEAR", "AND", "or", "not", "ΟΔΟΣ", "Straße", "a", "x" * 300]),
        st.text(max_size=12),
        st.text(st.sampled_from(SIGNS), max_size=3),
    ),
    max_size=8,
).map(" ".join)
Looked = Callable[[str], set[UUID]]


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def looked(database: Database) -> Looked:
    def look(asked: str) -> set[UUID]:
        with database.unit_of_work(read_only=True) as uow:
            return {row.id for row in find_commitments(uow, Filters(q=asked), TODAY)}

    return look


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("llyn", True),
        ("the llŷn caf", True),
        ("caf llyn", True),
        ("phot ll tru ope", True),
        ("afe", False),
        ("photo", True),
        ("oak trust", True),
        ("t-7", True),
        ("cafe pier", False),
        ('"the*" & (café)', True),
        ("NOT cafe", False),
        ("cafe OR pier", False),
        ("NEAR(the cafe)", False),
        ("-cafe", True),
        ("words:cafe", False),
        ("***", False),
        ("\0", False),
    ],
)
def test_words_are_found_where_a_reader_would_see_them(
    database: Database, plan: Plan, looked: Looked, asked: str, *, is_found: bool
) -> None:
    owner, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    make_commitment(database, plan, text="Mend the gate")
    made = make_commitment(
        database,
        plan,
        text="Open the Café on Llŷn",
        reference="T-7",
        organisation_id=owner,
        evidence="A photograph",
    )

    assert looked(asked) == ({made.id} if is_found else set())


@given(said=texts, asked=texts)
@example(said="Café", asked="cafe")
@example(said="one two", asked="two on")
@example(
    said="\N{GREEK SMALL LETTER FINAL SIGMA}\N{COMBINING ACUTE ACCENT} \N{MODIFIER LETTER CAPITAL A}",
    asked="a",
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_found_by_what_its_words_say_and_by_nothing_else(
    database: Database, plan: Plan, said: str, asked: str
) -> None:
    with database.unit_of_work() as uow:
        made = a_commitment(plan_id=plan.id, reference="", text=said, organisation_id=None)
        its_words = words_of(said)
        row = {column.name: getattr(made, column.name) for column in commitments.columns}
        uow.session.execute(insert(commitments).values({**row, "text": "-", "reference": str(uuid4())}))
        keep_searched(uow, [made])

        for word in its_words:
            assert finds(uow, word, made.id)
            assert all(finds(uow, word[:length], made.id) for length in {1, 2, len(word) // 2 or 1})
        if its_words:
            assert finds(uow, said, made.id)
            assert finds(uow, " ".join(reversed(its_words)), made.id)
        begun = words_of(asked)
        expected = begun and all(any(word.startswith(each) for word in its_words) for each in begun)
        assert finds(uow, asked, made.id) == bool(expected)


@given(said=st.text())
def test_a_beginning_of_a_text_folds_to_a_beginning_of_its_words(said: str) -> None:
    folded = words_of(said)
    for length in range(len(said)):
        begun = words_of(said[:length])
        assert begun[:-1] == folded[: len(begun[:-1])]
        assert all(
            whole.startswith(part) for part, whole in zip(begun[-1:], folded[len(begun) - 1 :], strict=False)
        )
    assert all(0 < len(word) <= LONGEST_WORD for word in folded)


@pytest.mark.parametrize(
    ("said", "asked", "found"),
    [
        ("Open the Café, on Llŷn", "caf LLYN", ["Café", "Llŷn"]),
        (
            "Cafe\N{COMBINING ACUTE ACCENT}s by Straße",
            "cafés strass",
            ["Cafe\N{COMBINING ACUTE ACCENT}s", "Straße"],
        ),
        ("Mend the gate", "at", []),
        ("Mend the gate", "***", []),
    ],
)
def test_words_that_begin_as_asked_stand_out_whole(said: str, asked: str, found: list[str]) -> None:
    pieces = pieces_of(said, words_of(asked))

    assert [piece.text for piece in pieces if piece.found] == found


@given(said=texts, asked=texts)
def test_what_stands_out_is_all_of_the_text_and_there_whenever_a_word_is(said: str, asked: str) -> None:
    sought = words_of(asked)
    pieces = pieces_of(said, sought)

    assert "".join(piece.text for piece in pieces) == said
    its_words = words_of(said)
    assert any(piece.found for piece in pieces) == any(
        word.startswith(each) for word in its_words for each in sought
    )
    assert all(piece != Piece("", found=False) for piece in pieces)


def test_it_is_found_by_the_name_that_its_owner_has_now(
    database: Database, plan: Plan, looked: Looked
) -> None:
    owner, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=owner)
    assert looked("oak") == {made.id}

    renamed = OrganisationChanged(id=owner, version=5, community_id=COMMUNITY, name="Elm Trust")
    with database.unit_of_work() as uow:
        HANDLERS[OrganisationChanged](uow, renamed)

    assert looked("oak") == set()
    assert looked("elm") == {made.id}


def test_what_is_reworded_or_put_back_is_found_by_what_it_says_now(
    database: Database, plan: Plan, looked: Looked
) -> None:
    made = make_commitment(database, plan, text="Open the gate")
    with database.unit_of_work() as uow:
        details = Details(text="Open the south door", note="Not the gate")
        changed = record_update(uow, made.id, made.version, Action.REWORD, details, COORDINATOR)
        version, wrong = changed.version, updates_of(uow, made.id)[-1].id
    assert (looked("gate"), looked("door")) == (set(), {made.id})

    with database.unit_of_work() as uow:
        undo = Correction(note="It is the gate", undo=True)
        correct_update(uow, made.id, version, wrong, undo, COORDINATOR)
    assert (looked("gate"), looked("door")) == ({made.id}, set())


def test_what_a_sheet_brings_and_changes_is_found_by_what_the_sheet_says(
    database: Database, plan: Plan, looked: Looked
) -> None:
    imported(database, plan, line(1, commitment="Open the café", evidence="A photograph"))
    (found,) = looked("cafe phot")

    imported(database, plan, line(1, commitment="Open the kiosk", evidence="A photograph"))
    assert (looked("cafe"), looked("kiosk phot")) == (set(), {found})


def test_what_is_carried_over_is_found_in_both_plans(database: Database, plan: Plan, looked: Looked) -> None:
    made = make_commitment(database, plan, text="Open the gate")
    target = make_plan(database, name="Next year")
    with database.unit_of_work() as uow:
        choice = {made.id: target.id}
        close_plan(uow, plan.id, plan.version, "Moved on", choice, COORDINATOR)

    assert len(looked("gate")) == 2


def test_the_migration_fills_in_what_would_have_been_kept(database: Database, plan: Plan) -> None:
    owner, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    make_commitment(database, plan, organisation_id=owner, evidence="A photograph", text="Café")
    make_commitment(database, plan)

    with database.unit_of_work(read_only=True) as uow:
        kept = {row.commitment_id: row.words for row in uow.session.execute(select(searched))}
        filled = {
            row["commitment_id"]: row["words"]
            for row in MIGRATION._found(uow.session.connection())  # noqa: SLF001  # It runs but once.
        }

    assert filled == kept
    assert len(kept) == 2


def test_twenty_thousand_commitments_are_searched_by_the_index(database: Database, plan: Plan) -> None:
    made = a_commitment(plan_id=plan.id, organisation_id=None)
    row = {column.name: getattr(made, column.name) for column in commitments.columns}
    rows = [{**row, "id": uuid4(), "reference": f"C{number}"} for number in range(MANY)]
    with database.unit_of_work() as uow:
        uow.session.execute(insert(commitments), rows)
        words = [
            {
                "commitment_id": each["id"],
                "community_id": COMMUNITY,
                "words": f"gate nr{each['reference']}".lower(),
            }
            for each in rows
        ]
        uow.session.execute(insert(searched), words)
        uow.session.execute(text("ANALYZE"))
        explained = select(commitments.c.id).where(says("gate nrc7770"))
        asked = explained.compile(uow.session.connection(), compile_kwargs={"literal_binds": True})
        explain, index = INDEXES[database.dialect]
        told = uow.session.connection().exec_driver_sql(f"{explain} {asked}").all()
        found = uow.session.scalars(explained).all()

    assert index in " ".join(str(line) for line in told)
    assert found == [rows[7770]["id"]]


def finds(uow: UnitOfWork, asked: str, commitment_id: UUID) -> bool:
    wanted = select(commitments.c.id).where(commitments.c.id == commitment_id, says(asked))
    return uow.session.scalars(wanted).first() is not None
