"""Who may use an operation of an API: in OpenAPI's terms for programs, in a sentence for people."""

from collections.abc import Iterator

from shared.contracts.states import Role
from shared.http.access import Rule

_PEOPLE = {
    frozenset(Role): "everybody with a role in the community",
    frozenset({Role.COORDINATOR, Role.OFFICER}): "coordinators and officers of the community",
    frozenset({Role.COORDINATOR}): "coordinators of the community",
}


def schemes(cookie: str) -> dict[str, dict[str, str]]:
    """Return OpenAPI's security schemes: a program's token, and the session of a person who signed in.

    Args:
        cookie: the name of the cookie that holds the session.
    """
    return {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": cookie},
    }


def security(rule: Rule) -> list[dict[str, list[str]]]:
    """Return OpenAPI's list of ways in, any one of which is enough; an empty one needs no sign-in."""
    ways = {
        "token": rule.scope is not None,
        "session": rule.signed_in or bool(rule.roles),
    }
    nobody: list[dict[str, list[str]]] = [{}] if rule.anyone or rule.public else []
    return nobody + [{name: []} for name, opens in ways.items() if opens]


def told(rule: Rule) -> str:
    """Return who may use it in words."""
    everybody = " What is public is for everybody." if rule.public else ""
    return f"For {' and '.join(_callers(rule))}.{everybody}"


def _callers(rule: Rule) -> Iterator[str]:
    if rule.anyone:
        yield "everybody"
    if rule.signed_in:
        yield "everybody who signed in"
    if rule.roles:
        yield _PEOPLE[rule.roles]
    if rule.scope is not None:
        yield f"tokens with the scope {rule.scope}"
