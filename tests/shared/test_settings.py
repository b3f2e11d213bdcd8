from pathlib import Path

import pytest

from shared import buckets
from shared.buckets import Bucket, bucket_at
from shared.settings import SETTINGS, Settings, SettingsError

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BACKCAST_SECRET_KEYS", SECRET)


def test_a_secret_is_all_that_one_process_on_one_machine_needs() -> None:
    settings = Settings.from_env()

    assert settings.broker_url == ""
    assert settings.database_url_of("plans") == "sqlite:///data/plans.sqlite3"
    assert settings.base_url == "http://127.0.0.1:8000"


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKCAST_SECRET_KEYS", "short")
    monkeypatch.setenv("BACKCAST_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("BACKCAST_PORT", "eighty")
    monkeypatch.setenv("BACKCAST_BROKER_URL", "http://rabbit")

    with pytest.raises(SettingsError) as fault:
        Settings.from_env()

    for name in ("SECRET_KEYS", "TIMEZONE", "PORT", "BROKER_URL"):
        assert f"BACKCAST_{name}: " in str(fault.value)


@pytest.mark.parametrize("value", ["", "short", "change-me-change-me-change-me-change-me", f"{SECRET},short"])
def test_a_missing_short_or_example_secret_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BACKCAST_SECRET_KEYS", value)

    with pytest.raises(SettingsError, match="BACKCAST_SECRET_KEYS"):
        Settings.from_env()


def test_several_secrets_are_kept_in_order_so_that_they_can_be_rotated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older = SECRET[::-1]
    monkeypatch.setenv("BACKCAST_SECRET_KEYS", f"{SECRET},{older}")

    assert Settings.from_env().secret_keys == (SECRET, older)


def test_a_value_may_be_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text(SECRET)
    monkeypatch.delenv("BACKCAST_SECRET_KEYS")
    monkeypatch.setenv("BACKCAST_SECRET_KEYS_FILE", str(kept))

    assert Settings.from_env().secret_keys == (SECRET,)


def test_an_unknown_service_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKCAST_SERVICES", "plans,planes")

    with pytest.raises(SettingsError, match="must name some of: plans, partners, notify"):
        Settings.from_env()


OWN = "backcast:0123456789@"


@pytest.mark.parametrize(
    "url",
    [
        "amqp://guest:guest@127.0.0.1:5672/%2F",
        "amqp://guest:guest@localhost/%2F",
        "amqp://guest:guest@[::1]:5672/%2F",
        "amqp://127.0.0.1",
        f"amqps://{OWN}rabbit.example.org:5671/%2F",
        "amqps://guest:0123456789@rabbit.example.org/%2F",
    ],
)
def test_a_broker_here_or_one_that_is_spoken_to_through_tls_is_taken(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BACKCAST_BROKER_URL", url)

    assert Settings.from_env().broker_url == url


@pytest.mark.parametrize(
    "url",
    [
        f"amqp://{OWN}rabbit.example.org:5672/%2F",
        f"amqp://{OWN}10.0.0.7/%2F",
        f"amqp://{OWN}localhost.example.org/%2F",
        f"amqp://{OWN}[2001:db8::7]/%2F",
    ],
)
def test_a_broker_elsewhere_is_spoken_to_in_the_clear_only_in_a_private_network(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BACKCAST_BROKER_URL", url)

    with pytest.raises(SettingsError, match=r"BACKCAST_BROKER_URL: amqp: .* use amqps:") as fault:
        Settings.from_env()

    assert "0123456789" not in str(fault.value)
    monkeypatch.setenv("BACKCAST_BROKER_PRIVATE", "yes")
    assert Settings.from_env().broker_url == url


@pytest.mark.parametrize("private", ["yes", "no"])
@pytest.mark.parametrize(
    "url",
    [
        "amqps://guest:guest@rabbit.example.org/%2F",
        "amqps://gu%65st:gu%65st@rabbit.example.org/%2F",
        "amqps://rabbit.example.org/%2F",
    ],
)
def test_the_user_that_everybody_knows_is_refused_on_a_broker_elsewhere(
    monkeypatch: pytest.MonkeyPatch, url: str, private: str
) -> None:
    monkeypatch.setenv("BACKCAST_BROKER_URL", url)
    monkeypatch.setenv("BACKCAST_BROKER_PRIVATE", private)

    with pytest.raises(SettingsError, match="BACKCAST_BROKER_URL: guest"):
        Settings.from_env()


def test_every_fault_of_the_broker_is_told_beside_those_of_other_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKCAST_BROKER_URL", "amqp://guest:guest@rabbit.example.org/%2F")
    monkeypatch.setenv("BACKCAST_PORT", "eighty")

    with pytest.raises(SettingsError, match=r"(?s)(?=.*PORT: )(?=.*guest with)(?=.*amqps:)"):
        Settings.from_env()


def test_what_is_no_url_at_all_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKCAST_BROKER_URL", "amqp://[::1")

    with pytest.raises(SettingsError, match="BACKCAST_BROKER_URL: must start with"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("address", "bucket"),
    [
        ("s3://photos-of-ardley", Bucket("photos-of-ardley", "")),
        ("s3://photos/backcast/plans/", Bucket("photos", "backcast/plans")),
        ("{data}/photos", None),
    ],
)
def test_photos_lie_in_a_folder_or_in_a_bucket(
    monkeypatch: pytest.MonkeyPatch, address: str, bucket: Bucket | None
) -> None:
    monkeypatch.setenv("BACKCAST_PHOTOS", address)

    assert bucket_at(Settings.from_env().photos_place) == bucket


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3:///prefix",
        "s3:/photos",
        "s3://hunter2:hunter3@photos/x",
        "s3://photos//x",
        "s3://photos/../x",
        "s3://photos/x?key=hunter2",
        "gs://photos",
    ],
)
def test_an_address_that_is_none_of_a_bucket_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("BACKCAST_PHOTOS", address)

    with pytest.raises(SettingsError, match=r"BACKCAST_PHOTOS: must be a folder, or s3://bucket") as fault:
        Settings.from_env()

    assert "hunter" not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_ENDPOINT_URL", ""),
        ("AWS_ENDPOINT_URL", "storage.example.org"),
        ("AWS_ENDPOINT_URL_S3", "https://user:hunter2@storage.example.org"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2\n"),
    ],
)
def test_what_the_library_of_buckets_would_choke_on_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("BACKCAST_PHOTOS", "s3://photos")
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=rf"BACKCAST_PHOTOS: {name} must be") as fault:
        Settings.from_env()

    assert "hunter" not in str(fault.value)


def test_a_bucket_needs_the_extra_that_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "LIBRARY", "not_installed_here")
    monkeypatch.setenv("BACKCAST_PHOTOS", "s3://photos")

    with pytest.raises(SettingsError, match=r"BACKCAST_PHOTOS: .* needs the extra `s3`"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("endpoints", "clear"),
    [
        ({}, False),
        ({"AWS_ENDPOINT_URL": "https://storage.example.org"}, False),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9000"}, True),
        (
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9000", "AWS_ENDPOINT_URL_S3": "https://s3.example.org"},
            False,
        ),
    ],
)
def test_plain_http_is_for_an_endpoint_that_says_so(
    monkeypatch: pytest.MonkeyPatch, endpoints: dict[str, str], clear: bool
) -> None:
    for name in buckets.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    for name, value in endpoints.items():
        monkeypatch.setenv(name, value)

    assert buckets.is_in_the_clear() is clear
