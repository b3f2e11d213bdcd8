import re
from pathlib import Path

import pytest

from services.notify.use_cases.deliveries import claim_next
from tests.notify.house import House
from tests.notify.mail_server import DROP, Script, mail_server
from tests.notify.stage import Stage


def states(stage: Stage) -> list[str]:
    return [row["state"].value for row in stage.rows("deliveries")]


def owe(stage: Stage, *names: str) -> None:
    for name in names:
        person = stage.cast.person(name)
        stage.hear(person, stage.cast.commitment(person.id))


def test_nudges_arrive_over_smtp_one_each_and_never_again(stage: Stage, tmp_path: Path) -> None:
    owe(stage, "Amina", "Bilal")
    script = Script()

    with mail_server(script) as url:
        house = House(stage, tmp_path, mail_url=url)
        house.run()
        house.run()

    assert sorted(message["To"] for message in script.taken) == [
        "Amina <amina@example.org>",
        "Bilal <bilal@example.org>",
    ]
    assert states(stage) == ["sent", "sent"]


def test_each_message_has_a_text_and_an_html_version(stage: Stage, tmp_path: Path) -> None:
    owe(stage, "Amina")
    script = Script()

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    (message,) = script.taken
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Hello Amina," in str(message)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (Script(rcpt="550 no such person"), "failed"),
        (Script(rcpt="451 try later"), "waiting"),
        (Script(rcpt=DROP), "waiting"),
        (Script(after=DROP), "uncertain"),
    ],
    ids=["refused", "not now", "dropped before the text", "dropped after the text"],
)
def test_every_end_of_an_attempt_is_in_the_ledger_with_its_reason(
    stage: Stage, tmp_path: Path, script: Script, expected: str
) -> None:
    owe(stage, "Amina")

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    (row,) = stage.rows("deliveries")
    assert (row["state"].value, bool(row["reason"])) == (expected, True)


def test_an_uncertain_message_is_not_sent_again_after_a_restart(stage: Stage, tmp_path: Path) -> None:
    owe(stage, "Amina")
    script = Script(after=DROP)
    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()
        script.after = "250 OK"
        stage.clock.forward(days=5)

        House(stage, tmp_path, mail_url=url).run()

    assert len(script.taken) == 1
    assert states(stage) == ["uncertain"]


def test_a_sender_killed_between_claim_and_mark_leaves_a_doubt_and_no_second_e_mail(
    stage: Stage, tmp_path: Path
) -> None:
    owe(stage, "Amina")
    stage.nudge()
    with stage.database.unit_of_work() as uow:
        claim_next(uow)  # And here the process is killed.
    script = Script()
    stage.clock.forward(minutes=10)

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    assert script.taken == []
    assert states(stage) == ["uncertain"]


def test_while_no_server_answers_everything_waits_and_goes_when_it_is_back(
    stage: Stage, tmp_path: Path
) -> None:
    owe(stage, "Amina", "Bilal", "Chloe")
    House(stage, tmp_path, mail_url="smtp://127.0.0.1:9").run()
    assert states(stage) == ["waiting"] * 3
    script = Script()
    stage.clock.forward(minutes=5)

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    assert len(script.taken) == 3


def test_a_letter_that_cannot_be_written_fails_alone(stage: Stage, tmp_path: Path) -> None:
    odd = stage.cast.person("Odd", email="a@example.org, b@example.org")
    stage.hear(odd, stage.cast.commitment(odd.id))
    owe(stage, "Amina")
    script = Script()

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    assert [message["To"] for message in script.taken] == ["Amina <amina@example.org>"]
    assert sorted(states(stage)) == ["failed", "sent"]


def test_no_table_holds_a_token_after_everything_was_sent(stage: Stage, tmp_path: Path) -> None:
    owe(stage, "Amina")
    script = Script()

    with mail_server(script) as url:
        House(stage, tmp_path, mail_url=url).run()

    text = next(script.taken[0].iter_parts()).get_content()
    tokens = set(re.findall(r"/(?:u|unsubscribe)/([^/?\s]+)", text))
    kept = "".join(str(dict(row)) for table in stage.database.metadata.tables for row in stage.rows(table))
    assert tokens
    assert not [part for token in tokens for part in token.split("~") if len(part) > 10 and part in kept]
