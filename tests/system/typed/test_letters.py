"""What people typed stays text in every e-mail, and reaches nobody but those whom it is for."""

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.system.journey import COORDINATOR, OFFICER
from tests.system.letters import Letter
from tests.system.typed.forms import SECOND_OFFICER
from tests.system.typed.plan import COMMUNITY, Typed, address_of, folded, named, typed

pytestmark = pytest.mark.xdist_group("typed")

INNOCENT = "Your link to sign in to Backcast"
BESIDES = ["Precedence", "List-Unsubscribe", "List-Unsubscribe-Post"]
"""The header lines of an e-mail that can be stopped, which one to sign in cannot."""


class Body(HTMLParser):
    """What an e-mail's HTML is made of."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(letter.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in {"href", "src"}}


def test_each_letter_goes_to_one_address_and_that_is_somebodys_whom_it_is_for(world: Typed) -> None:
    owners = {address_of(number) for number in world.numbers}

    reached = {letter.recipients for letter in world.stage.letters()}

    assert reached == {(each,) for each in owners | {COORDINATOR, OFFICER, SECOND_OFFICER}}


def test_each_letter_has_the_header_lines_of_an_innocent_one(world: Typed) -> None:
    (innocent,) = (letter for letter in world.stage.letters() if letter.subject == INNOCENT)
    others = [letter for letter in world.stage.letters() if letter is not innocent]

    shapes = {tuple(sorted(letter.headers)) for letter in others}

    assert len(others) > 1.5 * len(world.numbers)
    assert len(set(innocent.headers)) == len(innocent.headers) >= 7
    assert shapes == {tuple(sorted([*innocent.headers, *BESIDES]))}


def test_each_letter_names_its_reader_as_they_were_named(world: Typed) -> None:
    for number in world.numbers:
        for letter in world.letters_to(address_of(number)):
            to = getaddresses([message_from_bytes(letter.content)["To"]])

            assert [(decoded(name), email) for name, email in to] == [(named("contact", number), letter.to)]


def test_the_subject_of_a_single_date_has_the_wording_in_it(world: Typed) -> None:
    subjects = {letter.to: letter.subject for letter in world.letters_to_owners()}
    short = [number for number in world.numbers if len(typed("text", number)) <= 40]
    due = [number for number in short if subjects[address_of(number)].startswith("Due on ")]

    assert len(due) > len(short) // 3
    assert [n for n in due if not subjects[address_of(n)].endswith(f": {wording(n)}")] == []


def test_what_an_owner_promised_is_in_text_and_html_as_it_was_typed(world: Typed) -> None:
    for number in world.numbers:
        first, *_ = world.letters_to(address_of(number))

        assert f"* {wording(number)}\n" in text_of(first)
        assert wording(number) in folded(unescape(first.html))
        assert named("organisation", number) in folded(unescape(first.html))


def test_a_digest_has_every_line_as_it_was_typed_and_names_the_community(world: Typed) -> None:
    texts = {wording(number) for number in world.numbers}
    notes = {folded(typed(name, number)) for number in world.numbers for name in ("last", "owner")}

    for address in (OFFICER, SECOND_OFFICER):
        digest = world.letters_to(address)[0]
        told = set(re.findall(r"^\* (.*)\n", text_of(digest), re.MULTILINE))
        said = set(re.findall(r"^  They said: (.*)\n", text_of(digest), re.MULTILINE))

        assert len(told & texts) >= 50
        assert len(said & notes) >= 20
        assert all(text in folded(unescape(digest.html)) for text in (told & texts) | said)
        assert digest.subject.startswith(COMMUNITY)


def test_the_html_of_every_letter_is_made_of_our_own_elements_and_leads_nowhere_else(world: Typed) -> None:
    bodies = [Body(letter) for letter in world.stage.letters()]
    site = world.stage.address("plans")

    assert together(body.tags for body in bodies) <= OURS
    assert {name for name in together(body.attributes for body in bodies) if name.startswith("on")} == set()
    assert {link for link in together(body.links for body in bodies) if not link.startswith(site)} == set()


OURS = frozenset(
    [
        "a",
        "body",
        "br",
        "div",
        "em",
        "h1",
        "h2",
        "head",
        "html",
        "meta",
        "p",
        "span",
        "strong",
        "table",
        "td",
        "th",
        "title",
        "tr",
    ]
)
"""All that the templates of e-mails are made of."""


def together(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def text_of(letter: Letter) -> str:
    return letter.text.replace("\r\n", "\n")


def wording(number: int) -> str:
    return folded(typed("text", number))


def decoded(header: str) -> str:
    return str(make_header(decode_header(header.replace("\r\n", ""))))
