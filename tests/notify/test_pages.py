import re
from datetime import timedelta
from pathlib import Path

from services.notify.domain.preferences import Topic
from services.notify.use_cases.preferences import wanted
from shared.contracts import Role
from tests.notify.house import House
from tests.pages import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def person_with_mail(house: House) -> tuple[object, str]:
    """Let somebody get a nudge; return their id and the path that stops it."""
    amina = house.stage.cast.person()
    house.stage.hear(amina, house.stage.cast.commitment(amina.id))
    house.run()
    token = house.runtime.links.make("unsubscribe", {"person": str(amina.id), "kind": "nudges"})
    return amina.id, f"/notify/unsubscribe/{token}"


def state_of_all_tables(house: House) -> list[str]:
    tables = house.stage.database.metadata.sorted_tables
    return [str([dict(row) for row in house.stage.rows(table.name)]) for table in tables]


def test_scanners_that_only_look_change_nothing_and_the_person_can_still_stop(house: House) -> None:
    person_id, path = person_with_mail(house)
    before = state_of_all_tables(house)

    answers = [getattr(house.nobody(), method)(path) for method in ("get", "head", "options") * 7]

    assert {answer.status_code for answer in answers} == {200}
    assert state_of_all_tables(house) == before
    assert house.nobody().post(path).status_code == 200
    with house.stage.database.unit_of_work() as uow:
        assert not wanted(uow, person_id)[Topic.NUDGES]  # type: ignore[arg-type]


def test_one_click_works_without_cookies_and_twice_is_harmless(house: House) -> None:
    _, path = person_with_mail(house)

    first, second = (house.nobody().post(path, data=ONE_CLICK) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert [row["wanted"] for row in house.stage.rows("preferences")] == [False]


def test_a_token_of_another_purpose_or_of_nobody_stops_nothing(house: House) -> None:
    person_id, path = person_with_mail(house)
    links = house.runtime.links
    wrong = [
        links.make("update", {"person": str(person_id), "kind": "nudges"}),
        links.make("unsubscribe", {"person": str(person_id), "kind": "sign_in"}),
        links.make("unsubscribe", {"person": "nobody", "kind": "nudges"}),
        links.make("unsubscribe", {}),
        path.rpartition("/")[2][:-1],
        "x",
    ]

    answers = [house.nobody().post(f"/notify/unsubscribe/{token}") for token in wrong]

    assert {answer.status_code for answer in answers} == {410}
    assert house.stage.rows("preferences") == []


def test_the_mailbox_shows_each_e_mail_with_links_that_can_be_clicked(house: House) -> None:
    person_with_mail(house)
    client = house.nobody()
    listed = client.get("/notify/mailbox").text
    path = re.findall(r'href="(/notify/mailbox/[0-9a-f-]+)"', listed)[0]

    shown = client.get(path)
    framed = client.get(f"{path}/html")

    in_text = set(re.findall(r'href="(http[^"]+)"', shown.text))
    in_frame = set(re.findall(r'<a href="(http[^"]+)"', framed.text))
    assert "You have 1 commitment in Green Spaces" in listed
    assert in_text == in_frame
    assert any("?say=finish" in link for link in in_frame)
    assert '<base target="_top">' in framed.text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert "script" not in framed.headers["Content-Security-Policy"]


def test_the_mailbox_is_for_this_machine_alone(house: House) -> None:
    person_with_mail(house)

    answer = house.nobody("192.0.2.7").get("/notify/mailbox")

    assert answer.status_code == 303


def test_where_e_mail_is_really_sent_there_is_no_mailbox(house: House, tmp_path: Path) -> None:
    sending = House(house.stage, tmp_path, mail_url="smtp://127.0.0.1:9")

    assert sending.nobody().get("/notify/mailbox").status_code == 404


def test_a_site_with_a_name_shows_nobody_its_mailbox(house: House, tmp_path: Path) -> None:
    person_with_mail(house)
    named = House(house.stage, tmp_path, base_url="https://backcast.example.org")

    assert named.nobody().get("/notify/mailbox").status_code == 404


def test_coordinators_see_the_ledger_and_what_is_coming(house: House) -> None:
    person_with_mail(house)
    _, coordinator = house.person(Role.COORDINATOR)
    _, member = house.person(Role.MEMBER)
    due = house.stage.cast.person("Bilal")
    house.stage.hear(due, house.stage.cast.commitment(due.id, text="Plant the orchard"))

    page = coordinator.get("/notify/nudges").text

    assert "Amina" in page
    assert "Plant the orchard" in page
    assert member.get("/notify/nudges").status_code == 404
    assert house.nobody().get("/notify/nudges").status_code == 303


def test_every_page_is_sound_for_those_who_listen_to_it_or_use_keys(house: House) -> None:
    _, path = person_with_mail(house)
    _, officer = house.person(Role.OFFICER)
    visitor = Visitor(house.nobody())

    visitor.look("/notify/mailbox")
    ask = visitor.look(path)
    stopped = visitor.send(ask.forms[0])
    ledger = Visitor(officer).look("/notify/nudges")

    assert "You have stopped e-mails about your commitments" in stopped.text
    assert "Amina" in ledger.text


def test_officers_and_coordinators_see_what_the_next_digest_would_say(house: House) -> None:
    _, officer = house.person(Role.OFFICER)
    _, coordinator = house.person(Role.COORDINATOR)
    _, member = house.person(Role.MEMBER)
    amina, soon = house.stage.cast.person(), house.stage.clock().date() + timedelta(3)
    house.stage.hear(amina, house.stage.cast.commitment(amina.id, text="Plant the orchard", due=soon))

    pages = [leader.get("/notify/digest").text for leader in (officer, coordinator)]

    assert all("Plant the orchard" in page and "at 08:00" in page for page in pages)
    assert member.get("/notify/digest").status_code == 404
    assert house.nobody().get("/notify/digest").status_code == 303


def test_the_menu_leads_to_the_mailbox_only_where_it_is_and_for_this_machine(
    house: House, tmp_path: Path
) -> None:
    token = house.runtime.links.make(
        "unsubscribe", {"person": str(house.stage.cast.person().id), "kind": "nudges"}
    )
    path = f"/notify/unsubscribe/{token}"
    sending = House(house.stage, tmp_path, mail_url="smtp://127.0.0.1:9")

    here, elsewhere = house.nobody().get(path).text, house.nobody("192.0.2.7").get(path).text
    without = sending.nobody().get(path).text

    assert [">Mailbox<" in "".join(page.split()) for page in (here, elsewhere, without)] == [
        True,
        False,
        False,
    ]
