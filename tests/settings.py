"""Settings for a test: everything in one folder of its own, nothing outside of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.settings import Settings


def settings_in(folder: Path, **changes: object) -> Settings:
    usual = Settings(
        data=folder,
        photos="{data}/photos",
        database_url="sqlite:///{data}/{service}.sqlite3",
        broker_url="",
        broker_private=False,
        mail_url="mailbox:",
        mail_from="backcast@example.org",
        base_url="http://127.0.0.1:8000",
        secret_keys=("k" * 32,),
        timezone=ZoneInfo("Europe/London"),
        host="127.0.0.1",
        port=8000,
        worker_port=0,
        otlp_url="",
        log_level="INFO",
        log_format="json",
        services=("plans", "partners", "notify"),
        threads=2,
        workers=1,
        events_kept=timedelta(days=7),
        resync_rate=100_000,
        webhooks_inside=False,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # The caller knows the fields' types.
