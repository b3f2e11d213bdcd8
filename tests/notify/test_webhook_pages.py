from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.domain.webhooks import EVENT_TYPES
from shared.contracts import Role
from tests.notify.hooks import hook, tell
from tests.notify.house import House
from tests.notify.receiver import Receiver, Reply, receiving
from tests.notify.stage import Stage
from tests.pages import Form, Page, Visitor

LIST = "/notify/webhooks"


@pytest.fixture
def house(stage: Stage, tmp_path: Path) -> Iterator[House]:
    """A house whose webhooks may lead to this machine."""
    made = House(stage, tmp_path, webhooks_inside=True)
    yield made
    made.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return Visitor(house.person(Role.COORDINATOR)[1])


def make(visitor: Visitor, url: str) -> Page:
    form = visitor.look(LIST).form_with("url")
    return visitor.send(form, url=url, description="Dashboard", event_types=list(EVENT_TYPES))


def press(visitor: Visitor, path: str, words: str) -> Page:
    """Press the button whose form leads to what the words say."""
    page = visitor.look(path)
    ways = [form.action for form in page.forms] + [
        each.get("formaction", "") for each in page.attributes("button")
    ]
    way = next(way for way in ways if way.endswith(words))
    return visitor.send(Form(way, page.form_with("csrf_token").fields))


def path_of(house: House) -> str:
    return f"{LIST}/{house.stage.rows('webhooks')[0]['id']}"


def test_a_coordinator_makes_a_webhook_and_sees_its_secret_once(house: House, visitor: Visitor) -> None:
    made = make(visitor, "https://127.0.0.1/hook")

    assert "whsec_" in made.text
    assert "cannot be shown again" in made.text
    listed, shown = visitor.look(LIST), visitor.look(path_of(house))
    assert "Dashboard" in listed.text
    assert "A plan is made or changed" in shown.text
    assert "whsec_" not in listed.source + shown.source


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Enter the address to call"),
        ("ftp://example.org/", "begins with https://"),
        ("https://a b.example.org/", "Enter an address of plain letters"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    house: House, visitor: Visitor, url: str, said: str
) -> None:
    shown = make(visitor, url)

    assert shown.title.startswith("Error: ")
    assert said in shown.text
    assert shown.form_with("url").fields["description"] == "Dashboard"
    assert house.stage.rows("webhooks") == []


def test_a_test_goes_out_and_its_end_stands_on_the_page(house: House, visitor: Visitor) -> None:
    with receiving() as receiver:
        make(visitor, receiver.url)
        press(visitor, path_of(house), "/test")
        house.run()

    shown = visitor.look(path_of(house))
    assert "A test" in shown.text
    assert "1 delivered, 0 waiting, 0 not delivered" in shown.text


def test_a_webhook_that_ended_by_itself_says_why_and_can_begin_again(house: House, visitor: Visitor) -> None:
    with receiving(Receiver(replies=[Reply(410)])) as receiver:
        make(visitor, receiver.url)
        tell(house.stage, house.stage.cast.commitment(None))
        house.run()
        ended = visitor.look(path_of(house))
        press(visitor, path_of(house), "/resume")
        press(visitor, path_of(house), "/replay")
        house.run()

    assert "This webhook has ended: its receiver answered 410" in ended.text
    assert "Not delivered after 1 try" in ended.text
    assert "1 delivered, 0 waiting, 0 not delivered" in visitor.look(path_of(house)).text


def test_one_delivery_is_sent_again_from_its_row(house: House, visitor: Visitor) -> None:
    with receiving() as receiver:
        make(visitor, receiver.url)
        tell(house.stage, house.stage.cast.commitment(None))
        house.run()
        press(visitor, path_of(house), "/replay")
        house.run()

    assert len(receiver.taken) == 2
    assert len(set(receiver.ids())) == 1


def test_it_is_paused_resumed_given_a_new_secret_and_deleted(house: House, visitor: Visitor) -> None:
    make(visitor, "https://127.0.0.1/hook")
    path = path_of(house)

    paused = press(visitor, path, "/pause")
    resumed = press(visitor, path, "/resume")
    secret = press(visitor, path, "/secret")
    gone = press(visitor, f"{path}/delete", "/delete")

    assert "Paused" in paused.text
    assert "Active" in resumed.text
    assert "calls are signed with the secret before as well" in secret.text
    assert "The webhook is deleted" in gone.text
    assert house.stage.rows("webhooks") == []


def test_what_people_type_stays_text(house: House, visitor: Visitor) -> None:
    hook(house.stage, "https://127.0.0.1/<script>", description="<script>alert(1)</script>")

    shown = [visitor.look(LIST), visitor.look(path_of(house)), visitor.look(f"{path_of(house)}/delete")]

    assert not [page for page in shown if "<script>alert" in page.source or "/<script>" in page.source]
