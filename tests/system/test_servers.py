import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, OperationalError

from deploy.local.backing import make_databases
from deploy.servers.__main__ import FAILED, main
from deploy.servers.place import Place, ServerError, kept_place, place_to_start
from deploy.servers.postgresql import PostgreSQL, programs
from deploy.servers.rabbitmq import RabbitMQ
from shared.settings import SERVICES
from tests.conftest import missing
from tests.waiting import eventually


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = place_to_start(tmp_path / "servers", None)
    yield place
    place.forget()


@pytest.fixture
def server(place: Place) -> Iterator[PostgreSQL]:
    if programs() is None:
        missing("PostgreSQL's programs are not installed, so its tests")
    server = PostgreSQL(place)
    server.launch()
    yield server
    server.stop()


def test_a_private_postgresql_is_durable_and_starts_again_after_a_kill_with_its_data(
    server: PostgreSQL,
) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    postmaster = int((server.cluster / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    eventually(lambda: not server.is_running())
    eventually(lambda: not Path(f"/proc/{postmaster}").exists())
    server.launch()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_each_service_gets_a_database_that_no_other_service_may_enter(server: PostgreSQL) -> None:
    make_databases(server.url, server.place.password)
    make_databases(server.url, server.place.password)

    for user in SERVICES:
        for database in SERVICES:
            url = f"postgresql://{user}:{server.place.password}@127.0.0.1:{server.place.base}/{database}"
            if user == database:
                with psycopg.connect(url) as connection:
                    connection.execute("CREATE TABLE own (id int)")
            else:
                with pytest.raises((OperationalError, InsufficientPrivilege)):
                    psycopg.connect(url)


def test_a_process_that_got_the_number_of_a_stale_pid_file_is_left_alone(place: Place) -> None:
    broker, database = RabbitMQ(place), PostgreSQL(place)
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        for file in (broker.home / "pid", database.cluster / "postmaster.pid"):
            file.parent.mkdir(parents=True)
            file.write_text(f"{stranger.pid}\n")

        assert not broker.stop()
        assert not database.stop()

        assert stranger.poll() is None
        stranger.kill()


def test_ports_that_are_taken_are_said_when_asked_for_and_avoided_otherwise(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", place.amqp_port))
        taken.listen()

        with pytest.raises(ServerError, match="is taken"):
            place_to_start(place.folder, place.base)
        moved = place_to_start(place.folder, None)

    assert moved.base != place.base
    assert moved.password == place.password


def test_a_damaged_note_of_the_place_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "place.json").write_text("{")

    code = main(["start", "--folder", str(tmp_path)])

    assert code == FAILED
    assert "is damaged" in capsys.readouterr().err


def test_a_folder_without_servers_stops_in_silence_and_has_no_status(tmp_path: Path) -> None:
    assert main(["stop", "--folder", str(tmp_path)]) == 0
    assert main(["status", "--folder", str(tmp_path)]) == FAILED
    assert kept_place(tmp_path) is None
