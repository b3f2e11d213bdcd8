"""Letters: what one delivery says to its reader, as text and as HTML with the same links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.notify.db.directory import Reader
from services.notify.domain.deliveries import Delivery, Kind
from services.notify.domain.digests import LONGEST
from services.notify.domain.preferences import TOPICS
from services.notify.email import words
from services.notify.email.addresses import Addresses
from shared.contracts import CommitmentState


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter that is ready to go; `stop` is where the reader can stop its kind, if it can be stopped."""

    id: UUID
    reader: Reader
    subject: str
    text: str
    html: str
    stop: str | None


@dataclass(frozen=True)
class Form:
    """How letters of one kind are written: their templates, their subject and what else these need."""

    template: str
    subject: Callable[[Mapping[str, Any]], str]
    context: Callable[[Delivery, Addresses], dict[str, Any]]


def write(delivery: Delivery, reader: Reader, addresses: Addresses) -> Letter:
    """Return the letter of a delivery. Its links are made here and now."""
    form = FORMS[delivery.kind]
    topic = TOPICS.get(delivery.kind)
    stop = addresses.unsubscribe(reader.id, topic) if topic else None
    subject = form.subject(delivery.data)
    context = {
        "subject": subject,
        "name": words.one_line(reader.name),
        "stop": stop,
        "site": addresses.base_url,
        **form.context(delivery, addresses),
    }
    return Letter(
        id=delivery.id,
        reader=reader,
        subject=subject,
        text=_TEMPLATES.get_template(f"{form.template}.txt").render(context).strip() + "\n",
        html=_TEMPLATES.get_template(f"{form.template}.html").render(context),
        stop=stop,
    )


def _nudge(delivery: Delivery, addresses: Addresses) -> dict[str, Any]:
    data = delivery.data
    sections = [_section(section, data["day"], delivery.person_id, addresses) for section in data["sections"]]
    total = sum(section["total"] for section in sections)
    return {
        "sections": sections,
        "total": total,
        "community": data["community"] or "your community",
        "is_given": delivery.kind is Kind.GIVEN,
    }


def _turn(delivery: Delivery, addresses: Addresses) -> dict[str, Any]:
    turn = delivery.data["turn"]
    return {
        **_nudge(delivery, addresses),
        "happened": words.happened(turn),
        "by": words.one_line(turn["on_organisation"]),
        "agreed": words.one_line(turn["agreed"]),
    }


def _section(section: Mapping[str, Any], today: str, person_id: UUID, addresses: Addresses) -> dict[str, Any]:
    link = addresses.update(person_id, section["organisation_id"], section["plan_id"])
    shown = section["items"][:LONGEST]
    items = [
        {
            "text": words.one_line(item["text"]),
            "milestone": words.one_line(item["milestone"]),
            "due": words.due_line(item["due"], today),
            "is_late": item["due"] is not None and item["due"] < today,
            "link": f"{link}/{item['commitment_id']}",
            "buttons": _buttons(item, link),
        }
        for item in shown
    ]
    return {**section, "link": link, "items": items, "total": len(section["items"])}


def _buttons(item: Mapping[str, Any], link: str) -> list[dict[str, str]]:
    choices = words.BUTTONS.get(CommitmentState(item["state"]), ())
    return [{"text": text, "link": f"{link}/{item['commitment_id']}?say={say}"} for text, say in choices]


def digest_words(data: Mapping[str, Any], addresses: Addresses) -> dict[str, Any]:
    """Return what the templates of a digest need: its words and links."""
    return {
        **data,
        "number_words": words.NUMBER_WORDS,
        "plans": [{**plan, "link": addresses.plan(plan["plan_id"])} for plan in data["plans"]],
        "sections": [
            {
                **section,
                "title": words.SECTION_TITLES[section["name"]],
                "lines": [_line(line, data["day"], addresses) for line in section["lines"]],
            }
            for section in data["sections"]
        ],
    }


def _line(line: Mapping[str, Any], today: str, addresses: Addresses) -> dict[str, Any]:
    return {
        "text": words.one_line(line["text"]),
        "facts": [fact for fact in (words.one_line(line["organisation"]), *_standing(line, today)) if fact],
        "note": words.one_line(line["note"]),
        "link": addresses.commitment(line["commitment_id"]),
    }


def _standing(line: Mapping[str, Any], today: str) -> tuple[str, ...]:
    """Say how it stands; once it has ended, its date is of no interest any more."""
    standing = words.standing(line["state"], line["health"])
    if CommitmentState(line["state"]).ended:
        return (standing,)
    if line["stuck_since"]:
        return (f"Stuck since {words.day(line['stuck_since'])}",)
    return standing, words.due_line(line["due"], today)


def _sign_in(delivery: Delivery, addresses: Addresses) -> dict[str, Any]:
    return {"link": addresses.sign_in(delivery.id)}


FORMS = {
    Kind.GIVEN: Form("nudge", words.nudge_subject, _nudge),
    Kind.DUE: Form("nudge", words.nudge_subject, _nudge),
    Kind.TURN: Form("turn", words.turn_subject, _turn),
    Kind.DIGEST: Form(
        "digest", words.digest_subject, lambda delivery, addresses: digest_words(delivery.data, addresses)
    ),
    Kind.SIGN_IN: Form("sign_in", words.sign_in_subject, _sign_in),
}
"""How each kind of e-mail is written."""


_TEMPLATES = Environment(
    loader=PackageLoader("services.notify.email"),
    # Plain text stays as it is: an entity there would be a fault.
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(words.FILTERS)
