"""Backcast as `make run` starts it: one process, the demo community, e-mails in the mailbox page."""

import sys
from pathlib import Path
from typing import Any

import requests

from tests.system.processes import Process, free_ports
from tests.system.stages import SECRET, SERVICES
from tests.waiting import eventually

WELCOME = "Stop it with Ctrl-C."
"""The end of what the terminal says once everything is there."""


class DemoSite:
    """The one process with its demo community, and what else a test wants set."""

    def __init__(self, folder: Path, **settings: str) -> None:
        (port,) = free_ports(1)
        self.address = f"http://127.0.0.1:{port}"
        self.data = folder / "data"
        environment = {
            "BACKCAST_DATA": str(self.data),
            "BACKCAST_PORT": str(port),
            "BACKCAST_BASE_URL": self.address,
            "BACKCAST_SECRET_KEYS": SECRET,
            **settings,
        }
        command = [sys.executable, "-m", "deploy.cli", "up", "--demo"]
        self.process = Process("backcast", command, environment, folder / "backcast.log")

    def start(self) -> None:
        self.process.start()
        for service in SERVICES:
            eventually(lambda service=service: self._is_ready(service), within=120, saying=f"{service} ready")  # type: ignore[misc]
        # Pages answer while the demo is still loading; a guest comes once they are asked in.
        eventually(lambda: WELCOME in self.process.log.read_text("utf-8"), within=120, saying="the welcome")

    def _is_ready(self, service: str) -> bool:
        try:
            told = requests.get(f"{self.address}/{service}/health/ready", timeout=5).json()
        except requests.RequestException:
            return False
        return bool(told["status"] == "ok")

    def stop(self) -> None:
        self.process.stop()

    @property
    def plan_id(self) -> str:
        return str(self.api("/plans")["items"][0]["id"])

    def api(self, path: str) -> Any:
        """Return what the API of plans tells everybody."""
        answer = requests.get(f"{self.address}/plans/api/v1{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def commitments(self) -> list[dict[str, Any]]:
        """Return all of the plan's commitments, as the API tells them."""
        items: list[dict[str, Any]] = self.api(f"/plans/{self.plan_id}/commitments?limit=200")["items"]
        return items

    def commitment(self, text: str) -> dict[str, Any]:
        """Return the one commitment that has this in its text."""
        (found,) = (item for item in self.commitments() if text in item["text"])
        return found
