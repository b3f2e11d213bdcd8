"""A visitor without a browser, who checks every page that they load and fills in its forms."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Attributes = dict[str, str]
UNLABELLED = frozenset({"hidden", "submit", "button"})


@dataclass
class Form:
    """A form as the page offers it: where it goes, and what it would send untouched."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.status, self.headers, self.source = answer.status_code, answer.headers, answer.text
        self.path = answer.request.path
        self.title = ""
        self.tags: list[tuple[str, Attributes]] = []
        self.forms: list[Form] = []
        self._texts: list[str] = []
        self._inside: list[str] = []
        self._area: str | None = None
        self.feed(answer.text)

    @property
    def text(self) -> str:
        """What people read, white space folded."""
        return " ".join(" ".join(self._texts).split())

    def attributes(self, tag: str) -> list[Attributes]:
        """Return the attributes of each such element."""
        return [attributes for name, attributes in self.tags if name == tag]

    def form_with(self, name: str) -> Form:
        """Return the form that has the field."""
        return next(form for form in self.forms if name in {**form.fields, **form.choices})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag in {"title", "script", "style", "textarea"}:
            self._inside.append(tag)
        if tag == "form":
            self.forms.append(Form(attributes.get("action") or self.path))
        if self.forms and "name" in attributes:
            self._field(tag, attributes)

    def _field(self, tag: str, attributes: Attributes) -> None:
        form, name, value = self.forms[-1], attributes["name"], attributes.get("value", "")
        if attributes.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" in attributes:
                form.fields[name] = value
        elif tag in {"input", "textarea"}:
            form.fields[name] = value
        self._area = name if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        within = self._inside[-1] if self._inside else ""
        if within == "title":
            self.title += data
        elif within == "textarea" and self._area:
            self.forms[-1].fields[self._area] += data.removeprefix("\n")
        elif not within:
            self._texts.append(data)


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page for people who listen to it, who use keys, or who want no spies."""
    return [f"{what}: {found}" for what, look in LOOKS.items() if (found := look(page))]


def _titles(page: Page) -> list[str]:
    return [] if page.title.endswith("\u2013 Backcast") else [page.title]


def _first_headings(page: Page) -> list[Attributes]:
    headings = page.attributes("h1")
    return [] if len(headings) == 1 else [*headings, {}]


def _ids_twice(page: Page) -> list[str]:
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    return [each for each, count in ids.items() if count > 1]


def _inline(page: Page) -> list[str]:
    return [name for _, each in page.tags for name in each if name == "style" or name.startswith("on")]


def _scripts_without_nonce(page: Page) -> list[Attributes]:
    return [each for each in page.attributes("script") if "nonce" not in each]


def _fields(page: Page) -> list[Attributes]:
    return [each for tag in ("input", "textarea", "select") for each in page.attributes(tag)]


def _nameless_fields(page: Page) -> list[Attributes]:
    labelled = {attributes.get("for") for attributes in page.attributes("label")}
    return [
        each
        for each in _fields(page)
        if each.get("type") not in UNLABELLED and each.get("id") not in labelled
    ]


def _lost_descriptions(page: Page) -> list[str]:
    ids = {attributes.get("id") for _, attributes in page.tags}
    named = [each.get("aria-describedby", "").split() for _, each in page.tags]
    return [each for names in named for each in names if each not in ids]


def _lost_errors(page: Page) -> list[str]:
    """Return the error summary's links that lead to no field."""
    fields = {f"#{each.get('id')}" for each in _fields(page)}
    errors = [each["href"] for each in page.attributes("a") if each.get("href", "").startswith("#")]
    return [each for each in errors if each not in fields | {"#main-content"}]


def _links_abroad(page: Page) -> list[str]:
    """Return links to other sites, but for those that tell them nothing of who comes from where."""
    links = [each for each in page.attributes("a") if each.get("rel") != "noopener noreferrer"]
    return [each["href"] for each in links if not each.get("href", "").startswith(("/", "#"))]


LOOKS: Mapping[str, Callable[[Page], Sequence[object]]] = {
    "title": _titles,
    "not one first heading": _first_headings,
    "ids twice": _ids_twice,
    "inline styles or scripts": _inline,
    "scripts without nonce": _scripts_without_nonce,
    "fields without label": _nameless_fields,
    "descriptions that are not there": _lost_descriptions,
    "errors that lead nowhere": _lost_errors,
    "links to other sites": _links_abroad,
}
"""What is looked for on every page."""


class Visitor:
    """Looks at pages and sends their forms, as a browser without scripts does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def look(self, path: str) -> Page:
        """Load the page; it must be sound."""
        return self._sound(self.client.get(path, follow_redirects=True))

    def send(self, form: Form, **values: str | list[str] | tuple[BytesIO, str]) -> Page:
        """Send the form with these values, and load the page that it leads to."""
        data = {**form.fields, **values}
        return self._sound(self.client.post(form.action, data=data, follow_redirects=True))

    @staticmethod
    def _sound(answer: TestResponse) -> Page:
        page = Page(answer)
        assert faults(page) == []
        return page
