"""The secret that signs cookies and links of a one-process installation, made at its first start."""

import os
import secrets
from pathlib import Path

VARIABLE = "BACKCAST_SECRET_KEYS"


def ensure_secret(folder: Path) -> None:
    """Put the folder's secret into the environment, unless the environment brings its own.

    The file is written whole and readable by its owner alone, so that links sent before a restart
    still work after it.
    """
    if VARIABLE in os.environ or f"{VARIABLE}_FILE" in os.environ:
        return
    path = folder / "secret-key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write(path, secrets.token_urlsafe(48))
    os.environ[VARIABLE] = path.read_text().strip()


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
