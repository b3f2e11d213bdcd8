"""A service's API beside its own description: what is sent to it, and what its answers have wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok

RULES = ["2xx", "304", "400", "401", "403", "404", "409", "412", "422", "428"]
"""What a schema cannot say, rules may: a wrong version, an unseen letter, what somebody has already."""

TOO_LONG = b"Request Line is too large"


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Somebody who may ask for everything, and the ids of things that are there, by their names in paths."""

    ids: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str] = field(default_factory=dict)


def operations_of(described: Any, asker: Asker) -> list[Any]:
    """Return every operation of a schemathesis description, to be used by the asker."""

    @described.auth()
    class SignedIn:
        def get(self, _case: Any, _context: Any) -> Asker:
            return asker

        def set(self, case: Any, data: Asker, _context: Any) -> None:
            case.headers = {**(case.headers or {}), **data.headers}
            case.cookies = {**(case.cookies or {}), **data.cookies}

    described.config.checks.positive_data_acceptance.expected_statuses = RULES
    return [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]


def faults_of(operation: Any, mode: GenerationMode, asker: Asker, examples: int = 5) -> list[str]:
    """Send what the operation takes, or what it should refuse, and return what its answers had wrong."""

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        whole = _is_wrong_besides_its_path(case)
        case.path_parameters = {
            name: asker.ids.get(name, value) if whole or _is_id(value) else value
            for name, value in case.path_parameters.items()
        }
        answer = case.call()
        # An address that is too long never reaches the API: the server before it says so in its own words.
        if TOO_LONG not in answer.content:
            case.validate_response(answer)

    try:
        send()
    except (FailureGroup, Failure) as failure:
        return [f"{operation.label}: {failure}"]
    return []


def _is_wrong_besides_its_path(case: Any) -> bool:
    """Whether more than the path was spoiled: with a right one it comes to where the rest is looked at."""
    return any(case.meta.is_negative_at(place) for place in (ParameterLocation.BODY, ParameterLocation.QUERY))


def _is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def faulty_examples(description: Any) -> list[str]:
    """Return what the bodies of a description have wrong: no example, or one that their schema refuses."""
    return [
        f"{method} {path}: {fault}"
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
        for body in _exchanged(operation)
        for fault in _faults_of_example(body, description["components"])
    ]


def _exchanged(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each kind of body that an operation takes, or answers when it was done."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield from answer.get("content", {}).values()


def _faults_of_example(body: dict[str, Any], components: Any) -> Iterator[str]:
    if "example" not in body:
        yield "no example"
        return
    schema = {**body["schema"], "components": components}
    checked = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    yield from (error.message for error in checked.iter_errors(body["example"]))
