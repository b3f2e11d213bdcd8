"""The pages and forms of plans, for people with and without an account."""

from services.plans.web import looks
from services.plans.web.additions import addition_pages
from services.plans.web.commitments import commitment_pages
from services.plans.web.corrections import correction_pages
from services.plans.web.home import home_pages
from services.plans.web.imports import import_pages
from services.plans.web.link_corrections import link_correction_pages
from services.plans.web.links import link_pages
from services.plans.web.photos import photo_pages
from services.plans.web.plans import plan_pages
from services.plans.web.status import status_pages
from services.plans.web.waits import wait_pages
from services.plans.web.workshops import workshop_pages

looks.lend(home_pages)

WEB = (
    home_pages,
    plan_pages,
    status_pages,
    commitment_pages,
    wait_pages,
    correction_pages,
    link_pages,
    link_correction_pages,
    import_pages,
    addition_pages,
    workshop_pages,
    photo_pages,
)
"""All pages of the service."""
