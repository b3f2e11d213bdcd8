"""The routes of webhooks: what each answers to those it is for, and who they are."""

API = "/notify/api/v1/webhooks"
ONE = "<uuid:webhook_id>"
DELIVERY = f"{ONE}/deliveries/<uuid:webhook_delivery_id>"

READERS = frozenset({"coordinator", "reader"})
WRITERS = frozenset({"coordinator", "writer"})
COORDINATORS = frozenset({"coordinator"})

LISTS: dict[tuple[str, str], tuple[int, frozenset[str]]] = {
    ("GET", "/notify/webhooks"): (200, COORDINATORS | {"stranger"}),
    ("POST", "/notify/webhooks"): (200, COORDINATORS | {"stranger"}),
    ("GET", API): (200, READERS | {"stranger", "foreigner"}),
    ("POST", API): (201, WRITERS | {"stranger"}),
}
"""They name no webhook, so whoever comes from elsewhere sees and makes what is theirs."""

PAGES: dict[tuple[str, str], tuple[int, frozenset[str]]] = {
    ("GET", f"/notify/webhooks/{ONE}"): (200, COORDINATORS),
    ("GET", f"/notify/webhooks/{ONE}/delete"): (200, COORDINATORS),
    ("POST", f"/notify/webhooks/{ONE}/secret"): (200, COORDINATORS),
    **{
        ("POST", f"/notify/webhooks/{ONE}/{deed}"): (303, COORDINATORS)
        for deed in ("pause", "resume", "test", "replay", "delete")
    },
    ("POST", f"/notify/webhooks/{DELIVERY}/replay"): (303, COORDINATORS),
}

CALLS: dict[tuple[str, str], tuple[int, frozenset[str]]] = {
    ("GET", f"{API}/{ONE}"): (200, READERS),
    ("PATCH", f"{API}/{ONE}"): (200, WRITERS),
    ("DELETE", f"{API}/{ONE}"): (204, WRITERS),
    ("POST", f"{API}/{ONE}/secret"): (200, WRITERS),
    ("POST", f"{API}/{ONE}/test"): (202, WRITERS),
    ("POST", f"{API}/{ONE}/replay"): (200, WRITERS),
    ("GET", f"{API}/{ONE}/deliveries"): (200, READERS),
    ("POST", f"{API}/{DELIVERY}/replay"): (200, WRITERS),
}

DOORS = LISTS | PAGES | CALLS
