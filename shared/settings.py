"""Settings from environment variables, all checked together so that a person mends them in one go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import EnvValidationError, FileAwareEnv
from marshmallow import ValidationError
from marshmallow.validate import OneOf, Range

from shared.buckets import faults_of

PREFIX = "BACKCAST_"
SERVICES = ("plans", "partners", "notify")
SHORTEST_SECRET = 32
GUEST = "guest"
EXAMPLE_WORD = "change-me"
"""What deploy/example.env writes where a real installation must put a value of its own."""


class SettingsError(Exception):
    """One or more settings are wrong; the message has a line for each."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one process needs to know about where it runs."""

    data: Path
    photos: str
    database_url: str
    broker_url: str
    broker_private: bool
    mail_url: str
    mail_from: str
    base_url: str
    secret_keys: tuple[str, ...]
    timezone: ZoneInfo
    host: str
    port: int
    worker_port: int
    otlp_url: str
    log_level: str
    log_format: str
    services: tuple[str, ...]
    threads: int
    workers: int
    events_kept: timedelta
    resync_rate: int
    webhooks_inside: bool

    def database_url_of(self, service: str) -> str:
        """Return the database URL of one service, its placeholders filled in."""
        return self.database_url.format(data=self.data, service=service)

    @property
    def photos_place(self) -> str:
        """Where the photos of workshops are kept: a folder, or the address of a bucket."""
        return self.photos.format(data=self.data)

    @classmethod
    def from_env(cls) -> "Settings":
        """Read the settings from the process's environment.

        A name with `_FILE` added (BACKCAST_SECRET_KEYS_FILE) reads the value from that file, as
        container platforms hand out secrets.

        Raises:
            SettingsError: with every fault found, a line each.
        """
        env = FileAwareEnv(eager=False)
        with env.prefixed(PREFIX):
            values = {name: read(env) for name, read in _READERS.items()}
        faults = _faults_alone(env) | _faults_together(values)
        if faults:
            raise SettingsError("\n".join(f"{name}: {text}" for name, text in faults.items()))
        return cls(**values)


def _faults_alone(env: FileAwareEnv) -> dict[str, str]:
    """Return what is wrong with single settings."""
    try:
        env.seal()
    except EnvValidationError as fault:
        found = fault.error_messages
        named = found if isinstance(found, Mapping) else {"settings": found}
        return {name: " ".join(map(str, messages)) for name, messages in named.items()}
    return {}


def _faults_together(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with settings that are right by themselves."""
    url = values["broker_url"]
    if not url or _is_here(urlsplit(url).hostname or "localhost"):
        return {}
    checks = (_guest(url), "" if values["broker_private"] else _in_the_clear(url))
    told = " ".join(text for text in checks if text)
    return {f"{PREFIX}BROKER_URL": told} if told else {}


def _guest(url: str) -> str:
    """Say that a broker elsewhere must not be left to the user that every broker begins with."""
    parts = urlsplit(url)
    # Where a URL names nobody, the library says guest.
    if {unquote(parts.username or GUEST), unquote(parts.password or GUEST)} != {GUEST}:
        return ""
    return "guest with the password guest is known to everybody: give the broker a user of your own."


def _in_the_clear(url: str) -> str:
    """Say that passwords and people's addresses must not cross a network that others can listen to."""
    if urlsplit(url).scheme != "amqp":
        return ""
    return (
        "amqp: to another machine sends passwords and people's addresses in the clear: use amqps:, or set "
        f"{PREFIX}BROKER_PRIVATE=yes if nobody else is on the network in between."
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def _url(*schemes: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value and _scheme(value) not in schemes:
            raise ValidationError(f"must start with one of: {', '.join(f'{scheme}:' for scheme in schemes)}")

    return check


def _scheme(url: str) -> str:
    """Return the URL's scheme, or nothing when it is no URL at all."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _place(value: str) -> None:
    if faults := list(faults_of(value)):
        raise ValidationError(faults)


def _secrets(values: list[str]) -> None:
    if not values or any(len(value) < SHORTEST_SECRET or EXAMPLE_WORD in value for value in values):
        raise ValidationError(
            "must hold random texts of 32 characters or more, separated by commas, and not the example's"
        )


def _services(values: list[str]) -> None:
    if not values or set(values) - set(SERVICES):
        raise ValidationError(f"must name some of: {', '.join(SERVICES)}")


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValidationError("must be a time zone's name, such as Europe/London") from fault


def _read_zone(env: FileAwareEnv) -> ZoneInfo | None:
    name = env.str("TIMEZONE", "Europe/London", validate=_zone)
    return ZoneInfo(name) if name else None


_READERS: dict[str, Callable[[FileAwareEnv], Any]] = {
    "data": lambda env: env.path("DATA", Path("data")),
    "photos": lambda env: env.str("PHOTOS", "{data}/photos", validate=_place),
    "database_url": lambda env: env.str(
        "DATABASE_URL", "sqlite:///{data}/{service}.sqlite3", validate=_url("sqlite", "postgresql+psycopg")
    ),
    "broker_url": lambda env: env.str("BROKER_URL", "", validate=_url("amqp", "amqps")) or "",
    "broker_private": lambda env: env.bool("BROKER_PRIVATE", False),  # The library's own call.
    "mail_url": lambda env: env.str("MAIL_URL", "mailbox:", validate=_url("mailbox", "smtp", "smtps")),
    "mail_from": lambda env: env.str("MAIL_FROM", "Backcast <backcast@example.org>"),
    "base_url": lambda env: env.str(
        "BASE_URL", "http://127.0.0.1:8000", validate=_url("http", "https")
    ).rstrip("/"),
    "secret_keys": lambda env: tuple(env.list("SECRET_KEYS", [], validate=_secrets) or ()),
    "timezone": _read_zone,
    "host": lambda env: env.str("HOST", "127.0.0.1"),
    "port": lambda env: env.int("PORT", 8000, validate=Range(1, 65535)),
    "worker_port": lambda env: env.int("WORKER_PORT", 0, validate=Range(0, 65535)),
    "otlp_url": lambda env: env.str("OTLP_URL", "", validate=_url("http", "https")).rstrip("/"),
    "log_level": lambda env: env.str(
        "LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    ),
    "log_format": lambda env: env.str("LOG_FORMAT", "json", validate=OneOf(["json", "text"])),
    "services": lambda env: tuple(env.list("SERVICES", list(SERVICES), validate=_services) or ()),
    "threads": lambda env: env.int("THREADS", 8, validate=Range(1, 64)),
    "workers": lambda env: env.int("WORKERS", 2, validate=Range(1, 64)),
    "webhooks_inside": lambda env: env.bool("WEBHOOKS_INSIDE", False),  # The library's own call.
    "resync_rate": lambda env: env.int("RESYNC_RATE", 500, validate=Range(1, 100_000)),
    "events_kept": lambda env: timedelta(days=env.int("EVENTS_KEPT", 7, validate=Range(1, 3650))),
}

SETTINGS: tuple[str, ...] = tuple(f"{PREFIX}{name.upper()}" for name in _READERS)
"""The name of every environment variable that Backcast reads."""
