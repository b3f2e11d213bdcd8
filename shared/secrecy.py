"""What must never stand in a log: whatever lets its holder in, and the addresses of people.

The code that writes a log leaves these out by itself. This is the net below it, for exceptions and for what
libraries write of their own, such as the first line of a broken request.
"""

import re

HIDDEN = "[hidden]"

_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = tuple(
    (signs, re.compile(pattern, re.ASCII), replacement)
    for signs, pattern, replacement in (
        # A link's path says what follows, even where that is cut off or was never signed by us.
        (
            ("/u/", "/calendar/", "/sign-in/", "/unsubscribe/"),
            r"(/plans/u/|/plans/calendar/|/partners/sign-in/|/notify/unsubscribe/)[\w~.%-]{8,}+",
            rf"\1{HIDDEN}",
        ),
        # Signed texts: payload, time and signature, with ~ between them in links and full stops in cookies.
        ((".", "~"), r"(?<![\w-])[\w-]{16,}+[~.][\w-]{6,8}+[~.][\w-]{27,86}+", HIDDEN),
        (("whsec_",), r"(?<!\w)whsec_[\w+/=-]{16,}+", HIDDEN),
        (("bc_",), r"(?<!\w)bc_[\w-]{16,}+", HIDDEN),
        (("bearer",), r"(?i:bearer) +(?!\[)\S{8,}", f"Bearer {HIDDEN}"),
        (("@",), r"(://[^:/@\s]{0,64}):[^@/\s]{1,256}@", rf"\1:{HIDDEN}@"),
        (("@",), r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63})+", HIDDEN),
    )
)
"""For each rule what a text must have, in small letters, to be worth a look: most lines hide nothing."""


def hidden(text: str) -> str:
    """Return the text with everything secret in it replaced."""
    looked_at = text.lower()
    for signs, pattern, replacement in _RULES:
        if any(sign in looked_at for sign in signs):
            text = pattern.sub(replacement, text)
    return text
