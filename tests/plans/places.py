"""Where photos may lie in a test: a folder or a bucket of its own, looked into past the product's code."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import requests

PREFIX = "of/plans"


class Place(Protocol):
    """A place of which a test knows what lies there."""

    @property
    def address(self) -> str:
        """What the setting says."""

    def names(self) -> list[str]:
        """Return what lies there, in order."""

    def lay(self, name: str, content: bytes) -> None:
        """Put something there, as others may."""


@dataclass(frozen=True)
class Folder:
    """A folder that need not be there yet."""

    path: Path

    @property
    def address(self) -> str:
        return str(self.path)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("*"))

    def lay(self, name: str, content: bytes) -> None:
        self.path.mkdir(exist_ok=True)
        (self.path / name).write_bytes(content)


@dataclass(frozen=True)
class Bucket:
    """A bucket of which only a part is for photos."""

    url: str
    name: str

    @classmethod
    def fresh(cls, endpoint: str) -> "Bucket":
        made = cls(endpoint, f"test-{uuid4()}")
        requests.put(f"{endpoint}/{made.name}", timeout=10).raise_for_status()
        return made

    @property
    def address(self) -> str:
        return f"s3://{self.name}/{PREFIX}"

    def names(self) -> list[str]:
        return [name.removeprefix(f"{PREFIX}/") for name in self.keys() if name.startswith(f"{PREFIX}/")]

    def keys(self) -> list[str]:
        answer = requests.get(f"{self.url}/{self.name}?list-type=2&max-keys=1000", timeout=10)
        return sorted(re.findall("<Key>(.*?)</Key>", answer.text))

    def lay(self, name: str, content: bytes) -> None:
        self.lay_at(f"{PREFIX}/{name}", content)

    def lay_at(self, key: str, content: bytes) -> None:
        requests.put(f"{self.url}/{self.name}/{key}", data=content, timeout=10).raise_for_status()
