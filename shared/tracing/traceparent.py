"""The text by which one trace is known from hop to hop: W3C Trace Context's `traceparent`."""

import re
import secrets

LENGTH = 55
_FORM = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
_SAMPLED = "01"


def valid(text: str | None) -> str | None:
    """Return the text if it is a traceparent, else None: what strangers send may be anything."""
    return text if text and len(text) == LENGTH and _FORM.fullmatch(text) else None


def parts(traceparent: str) -> tuple[str, str, str]:
    """Return the ids of trace and span, and the flags, all of them in hexadecimal digits.

    Raises:
        ValueError: when the text is none.
    """
    found = _FORM.fullmatch(traceparent)
    if found is None:
        raise ValueError(f"no traceparent: {traceparent!r}")
    trace, span, flags = found.groups()
    return trace, span, flags


def made_of(trace: str, span: str, flags: str) -> str:
    """Return the traceparent of a span."""
    return f"00-{trace}-{span}-{flags}"


def next_of(parent: str | None) -> str:
    """Return the traceparent of a new span: in the parent's trace, or in a new one.

    A new trace asks to be kept, since another process may keep it where this one does not.
    """
    trace, _, flags = parts(parent) if parent else (secrets.token_hex(16), "", _SAMPLED)
    return made_of(trace, secrets.token_hex(8), flags)
