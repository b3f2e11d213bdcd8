"""Who may use a route: declared beside each view as data, and held by one gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from shared.contracts.states import Role
from shared.http.caller import Caller
from shared.http.nearness import is_local
from shared.http.site import Find, Thing

View = TypeVar("View", bound=Callable[..., object])
ATTRIBUTE = "backcast_declared"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The ways in to a route; any one of them is enough.

    Attributes:
        anyone: no sign-in is needed.
        local: callers on this very machine.
        signed_in: any person who signed in.
        roles: persons with one of these roles in the community of the thing that the URL names, or in
            any community where the URL names none (the view then shows what is theirs).
        scope: programs whose token has it, in the token's community.
        public: anyone at all where the thing is public; where the URL names none, the view shows
            what is public.
        asks: whether the gate looks up who calls at all; files and health checks need no database, and
            links no cookie.
    """

    anyone: bool = False
    local: bool = False
    signed_in: bool = False
    roles: frozenset[Role] = frozenset()
    scope: str | None = None
    public: bool = False
    asks: bool = True


ANYONE = Rule(anyone=True)
OPEN = Rule(anyone=True, asks=False)
"""Anyone, and the gate does not ask who: for files, health checks and links whose token itself says who."""
LOCAL = Rule(local=True)
SIGNED_IN = Rule(signed_in=True)


def allow(*roles: Role, scope: str | None = None, public: bool = False) -> Rule:
    """Return the rule that lets in these roles, tokens with the scope and, for public things, anyone."""
    return Rule(roles=frozenset(roles), scope=scope, public=public)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a view says about the requests that it takes."""

    rule: Rule
    csrf: bool = True
    max_body: int | None = None
    max_text: int | None = None
    reads: bool = False
    finds: Mapping[str, Find] = field(default_factory=dict)


def access(  # noqa: PLR0913  # All that a view may say about its requests.
    rule: Rule,
    *,
    csrf: bool = True,
    max_body: int | None = None,
    max_text: int | None = None,
    reads: bool = False,
    finds: Mapping[str, Find] | None = None,
) -> Callable[[View], View]:
    """Declare who may use the view; stands directly under the route decorator.

    Args:
        rule: who may use it.
        csrf: False only where the request itself proves its will: where its path holds a secret token.
        max_body: how many bytes it takes, where that is not the site's usual bound.
        max_text: how many bytes the fields of a form with files may have together, likewise.
        reads: the view goes on in the `snapshot` in which the gate lets the request in.
        finds: how things that the URL names are found, where the view wants to be told more of them.
    """
    said = Declared(
        rule=rule, csrf=csrf, max_body=max_body, max_text=max_text, reads=reads, finds=finds or {}
    )

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, said)
        return view

    return declare


def declared(view: Callable[..., object], method: str) -> Declared | None:
    """Return what the view, or the method of a class of views, declares; None when it forgot to."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return getattr(view, ATTRIBUTE, None)
    name = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
    return getattr(getattr(view_class, name, None), ATTRIBUTE, None)


def admits(rule: Rule, who: Caller, thing: Thing | None) -> bool:
    """Return whether the rule lets this caller at this thing (None where the URL names none)."""
    return (
        rule.anyone
        or (rule.local and is_local())
        or (rule.signed_in and who.kind == "person")
        or (rule.public and (thing is None or thing.public))
        or has_role(rule, who, thing)
        or (in_scope(rule, who) and reaches(who, thing))
    )


def has_role(rule: Rule, who: Caller, thing: Thing | None) -> bool:
    """Return whether the person holds one of the rule's roles where it counts."""
    if not rule.roles or who.kind != "person":
        return False
    communities = who.communities(*rule.roles)
    return bool(communities) if thing is None else thing.community_id in communities


def in_scope(rule: Rule, who: Caller) -> bool:
    """Return whether the token has the rule's scope."""
    return rule.scope is not None and rule.scope in who.scopes


def reaches(who: Caller, thing: Thing | None) -> bool:
    """Return whether the thing, if any, is in a community of the caller's."""
    return thing is None or thing.community_id in who.communities()
