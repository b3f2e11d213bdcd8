import pytest

from deploy.house import SERVICES
from shared.contracts.routing import HEARS
from shared.service import Service

EACH_SERVICE = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


@EACH_SERVICE
def test_a_service_handles_just_the_events_that_the_routing_table_sends_it(service: Service) -> None:
    assert set(service.handlers) == set(HEARS[service.name])


LEADS_TO_THE_COMMUNITY = {"community_id", "nudge_id", "person_id", "workshop_id"}
"""Columns that say whose a row is: the community itself, or a thing that belongs to one."""


@EACH_SERVICE
def test_every_row_but_an_events_says_which_community_it_belongs_to(service: Service) -> None:
    events = {table.name for table in vars(service.event_tables).values()}

    nobodys = {
        table.name
        for table in service.metadata.tables.values()
        if LEADS_TO_THE_COMMUNITY.isdisjoint(table.columns.keys())
    }

    assert nobodys - events <= {"communities"}
