"""Forms as a browser without scripts sees them: what they hold, and what sending them sends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page: where it goes, what it would send untouched, and its buttons."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(form, name, given)
        elif tag == "textarea" and name:
            self._textarea = name
            form.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, set()).add(given.get("value", ""))
            if "selected" in given or self._select not in form.values:
                form.values[self._select] = given.get("value", "")
        elif tag == "button":
            self._in_button = True
            if name:
                form.choices.setdefault(name, set()).add(given.get("value", ""))

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, set()).add(given.get("value", "on"))
            if "checked" in given:
                form.values[name] = given.get("value", "on")
        elif kind not in {"file", "submit", "button"}:
            form.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._textarea:
            self._open.values[self._textarea] += data
        if self._open is not None and self._in_button and data.strip():
            self._open.buttons.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "button":
            self._in_button = False


def forms(page: str) -> list[Form]:
    """Return the page's forms in their order."""
    parser = _Parser()
    parser.feed(page)
    return parser.forms


def form_with(page: str, name: str) -> Form:
    """Return the page's form that has a field or a choice of this name."""
    found = [form for form in forms(page) if name in form.values or name in form.choices]
    assert found, f"no form with {name} on the page"
    return found[0]
