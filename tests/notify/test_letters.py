import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import getaddresses
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from services.notify.db.directory import Reader
from services.notify.domain.deliveries import Delivery, Kind
from services.notify.domain.digests import LONGEST
from services.notify.email.addresses import Addresses
from services.notify.email.letters import Letter, write
from services.notify.email.message import build, sender_of
from shared.clock import fixed
from shared.contracts import CommitmentState, Health, Role
from shared.http.links import Links
from tests.hostile_words import FAMILIES
from tests.notify.stage import MONDAY_NOON, Stage

LINKS = Links(("k" * 32,), fixed(MONDAY_NOON))
ADDRESSES = Addresses("https://backcast.example.org", LINKS)
AMINA = Reader(id=uuid4(), name="Amina", email="amina@example.org")
SENDER = sender_of("Backcast <backcast@example.org>")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough for what letters say."""
    return sqlite_url


class LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]


def links_in(letter: Letter) -> tuple[set[str], set[str]]:
    """Return the links of the text and those of the HTML."""
    reader = LinkReader()
    reader.feed(letter.html)
    return set(re.findall(r"https?://\S+", letter.text)), set(reader.links)


def message_of(letter: Letter) -> EmailMessage:
    return build(letter, SENDER, MONDAY_NOON)


def nudge(stage: Stage, *, text: str = "Clear the path", count: int = 1, due: date | None = None) -> Letter:
    amina = stage.cast.person()
    made = [stage.cast.commitment(amina.id, text=text, due=due) for _ in range(count)]
    stage.hear(amina, *made)
    stage.nudge()
    (delivery,) = stage.deliver()
    return write(delivery, AMINA, ADDRESSES)


def digest(stage: Stage, count: int = 1) -> Letter:
    olga = stage.cast.person("Olga")
    stuck = [
        stage.cast.commitment(
            None, state=CommitmentState.UNDER_WAY, health=Health.STUCK, reference=f"{number}"
        )
        for number in range(count)
    ]
    stage.hear(olga, stage.cast.membership(olga.id, Role.OFFICER), *stuck)
    stage.clock.at = datetime(2026, 11, 9, 8, tzinfo=UTC)
    stage.digest()
    (delivery,) = stage.deliver()
    return write(delivery, AMINA, ADDRESSES)


def sign_in() -> Letter:
    request = Delivery(
        id=uuid4(),
        community_id=uuid4(),
        person_id=AMINA.id,
        kind=Kind.SIGN_IN,
        data={},
        made_at=MONDAY_NOON,
        due_at=MONDAY_NOON,
    )
    return write(request, AMINA, ADDRESSES)


def test_text_and_html_of_each_kind_carry_the_same_links_and_all_are_ours(stage: Stage) -> None:
    for letter in (nudge(stage, count=3), digest(stage), sign_in()):
        in_text, in_html = links_in(letter)

        assert in_text - {"https://backcast.example.org"} == in_html
        assert all(link.startswith("https://backcast.example.org/") for link in in_html)


def test_a_nudge_offers_each_answer_that_the_state_allows_behind_one_link_for_all(stage: Stage) -> None:
    letter = nudge(stage, count=2)

    _, links = links_in(letter)

    says = {link.partition("?say=")[2] for link in links} - {""}
    tokens = {link.split("/u/")[1].split("/")[0] for link in links if "/u/" in link}
    payloads = [LINKS.read("update", token, timedelta(days=30)).payload for token in tokens]
    assert says == {"start", "finish", "move"}
    assert payloads == [
        {
            "person": str(stage.rows("deliveries")[0]["person_id"]),
            "organisation": str(stage.cast.organisation_id),
            "plan": str(stage.cast.plan_id),
        }
    ]


def test_the_subject_says_what_and_how_many(stage: Stage) -> None:
    letter = nudge(stage, count=3)

    assert letter.subject == "You have 3 commitments in Green Spaces"


def test_the_subject_of_a_single_date_names_the_day_and_the_thing(stage: Stage) -> None:
    amina = stage.cast.person()
    stage.hear(amina, stage.cast.commitment(amina.id, due=date(2026, 11, 13)))
    stage.nudge()
    stage.deliver()
    stage.clock.at = datetime(2026, 11, 6, 9, tzinfo=UTC)
    stage.nudge()

    (due,) = stage.deliver()

    subject = write(due, AMINA, ADDRESSES).subject
    assert subject == "Due on Friday 13 November 2026: Clear the path by the river"


def test_a_letter_ends_with_the_vision_why_it_came_and_how_to_stop(stage: Stage) -> None:
    text = nudge(stage).text

    vision = text.index("What it is for: A park that is safe, clean and full of interest")
    assert vision < text.index("because you are named as the contact") < text.index("Stop these e-mails")


def test_headers_say_who_it_is_from_and_let_mail_programs_unsubscribe_at_one_click(stage: Stage) -> None:
    letter = nudge(stage)
    message = message_of(letter)

    assert message["From"] == "Backcast <backcast@example.org>"
    assert message["To"] == "Amina <amina@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{letter.id}@example.org>"
    assert message["List-Unsubscribe"] == f"<{letter.stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_same_letter_has_the_same_message_id_whenever_it_is_built(stage: Stage) -> None:
    letter = nudge(stage)

    again = build(letter, SENDER, MONDAY_NOON + timedelta(days=1))

    assert again["Message-ID"] == message_of(letter)["Message-ID"]


def test_a_sign_in_letter_cannot_be_unsubscribed_from() -> None:
    assert message_of(sign_in())["List-Unsubscribe"] is None


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_what_people_typed_can_add_no_header(stage: Stage, line_end: str) -> None:
    letter = nudge(stage, text=f"Paint{line_end}Bcc: victim@example.org", due=date(2026, 11, 2))

    message = message_of(letter)

    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize("family", FAMILIES)
def test_whatever_the_subject_and_the_name_are_headers_say_just_that(family: str) -> None:
    innocent = as_sent(sign_in()).keys()

    for text in FAMILIES[family]:
        reader = Reader(id=AMINA.id, name=text, email=AMINA.email)
        sent = as_sent(Letter(**{**vars(sign_in()), "reader": reader, "subject": text}))

        assert sent.keys() == innocent
        assert [(decoded(name), email) for name, email in getaddresses([sent["To"]])] == [(text, AMINA.email)]
        assert decoded(sent["Subject"]) == text


def as_sent(letter: Letter) -> Message:
    """Return the letter as it comes, its headers still as they are over the wire."""
    message = message_of(letter)
    return message_from_bytes(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))


def decoded(header: str) -> str:
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "a"]
)
def test_an_address_that_is_not_just_one_is_refused(address: str) -> None:
    letter = sign_in()
    wrong = Letter(**{**vars(letter), "reader": Reader(id=AMINA.id, name="Amina", email=address)})

    with pytest.raises((ValueError, IndexError)):
        message_of(wrong)


def test_what_people_typed_stays_text_in_html(stage: Stage) -> None:
    typed = "<script>alert(1)</script> & <img src=x onerror=y> {{ 7*7 }}"

    letter = nudge(stage, text=typed)

    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert typed in unescape(letter.html)
    assert typed in letter.text


def test_a_digest_of_very_many_lines_stays_readable(stage: Stage) -> None:
    letter = digest(stage, count=LONGEST + 12)

    size = len(message_of(letter).as_bytes())

    assert "And 12 more on the plans' pages." in letter.text
    assert size < 100_000


def test_the_sender_may_be_a_bare_address() -> None:
    assert sender_of("backcast@example.org") == Address(addr_spec="backcast@example.org")


def test_a_letter_about_a_turn_says_what_came_and_has_the_buttons_of_what_may_begin(stage: Stage) -> None:
    amina = stage.cast.person()
    walk = stage.cast.commitment(amina.id, text="Lead a walk")
    gate = stage.cast.commitment(None, text="Open the gate", state=CommitmentState.DONE)
    stage.hear(amina, walk, gate, stage.cast.turn(walk, gate))
    stage.tell_turns()
    (delivery,) = stage.deliver()

    letter = write(delivery, AMINA, ADDRESSES)

    assert letter.subject == "It is your turn: Open the gate is done"
    for body in (letter.text, unescape(letter.html)):
        assert "It is your turn: Open the gate is done, by Riverside Walkers." in body
        assert "You agreed: You open the gate, we bring the walkers" in body
        assert f"{walk.id}?say=start" in body
        assert "We have started" in body
    in_text, in_html = links_in(letter)
    assert in_html <= in_text | {ADDRESSES.base_url}
