import socket
import threading
from email.message import EmailMessage
from functools import partial

import pytest

from services.notify.domain.deliveries import Result
from services.notify.email.smtp import SmtpMailer
from tests.notify.mail_server import DROP, Script, mail_server
from tests.system.processes import free_ports


def a_message(text: str = "Hello\n.\n..dots\n") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Test"
    message.set_content(text)
    return message


def _drop_the_first(listener: socket.socket) -> None:
    listener.accept()[0].close()


def try_once(url: str) -> tuple[Result, str | None]:
    mailer = SmtpMailer(url, "backcast@example.org")
    try:
        outcome = mailer.send("amina@example.org", a_message())
    finally:
        mailer.close()
    return outcome.result, outcome.reason


def test_an_accepted_message_arrives_as_it_was_written() -> None:
    script = Script()

    with mail_server(script) as url:
        result, _ = try_once(url)

    assert result is Result.ACCEPTED
    assert [message.get_content() for message in script.taken] == ["Hello\n.\n..dots\n"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (Script(mail="451 busy"), Result.NOT_NOW),
        (Script(mail="421 going down"), Result.NOT_NOW),
        (Script(mail=DROP), Result.NOT_NOW),
        (Script(rcpt="450 greylisted"), Result.NOT_NOW),
        (Script(rcpt="550 no such person"), Result.REFUSED),
        (Script(rcpt=DROP), Result.NOT_NOW),
        (Script(after="451 try later"), Result.NOT_NOW),
        (Script(after="554 spam"), Result.REFUSED),
        (Script(after=DROP), Result.UNKNOWN),
    ],
    ids=lambda value: str(value) if isinstance(value, Result) else f"{value.mail} {value.rcpt} {value.after}",
)
def test_what_the_server_does_tells_how_far_the_message_got(script: Script, expected: Result) -> None:
    with mail_server(script) as url:
        result, reason = try_once(url)

    assert result is expected
    assert reason


def test_no_server_and_a_line_dropped_at_the_banner_mean_to_try_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        dropper = threading.Thread(target=partial(_drop_the_first, listener))
        dropper.start()

        at_banner, _ = try_once(f"smtp://127.0.0.1:{port}")

        dropper.join()
    (port,) = free_ports(1)
    nobody, _ = try_once(f"smtp://127.0.0.1:{port}")

    assert (at_banner, nobody) == (Result.NOT_NOW, Result.NOT_NOW)


def test_a_batch_goes_over_one_connection_and_a_refusal_does_not_end_it() -> None:
    script = Script()

    with mail_server(script) as url:
        mailer = SmtpMailer(url, "backcast@example.org")
        mailer.send("amina@example.org", a_message())
        script.rcpt = "550 no such person"
        mailer.send("nobody@example.org", a_message())
        script.rcpt = "250 OK"
        mailer.send("bilal@example.org", a_message())
        mailer.close()

    assert len(script.taken) == 2
    assert script.connections == 1


def test_a_line_that_the_server_closed_meanwhile_is_replaced_and_the_message_goes_at_once() -> None:
    script = Script()

    with mail_server(script, timeout=0.2) as url:
        mailer = SmtpMailer(url, "backcast@example.org")
        mailer.send("amina@example.org", a_message())
        idle = threading.Event()
        idle.wait(0.6)
        outcome = mailer.send("bilal@example.org", a_message())
        mailer.close()

    assert outcome.result is Result.ACCEPTED
    assert script.connections == 2


def test_a_password_never_goes_over_an_open_line_to_another_machine() -> None:
    with mail_server(Script()) as url:
        port = url.rpartition(":")[2]
        mailer = SmtpMailer(f"smtp://user:secret@0.0.0.0:{port}", "backcast@example.org")

        outcome = mailer.send("amina@example.org", a_message())

    assert outcome.result is Result.NOT_NOW
    assert "secret" not in str(outcome.reason)


def test_an_address_that_smtp_cannot_carry_is_refused_with_the_reason() -> None:
    mailer = SmtpMailer("smtp://127.0.0.1:1", "backcast@example.org")

    outcome = mailer.send("é@example.org", a_message())

    assert outcome.result is Result.REFUSED
