"""The pages and forms of plans, for people with and without an account."""

from services.plans.web import looks
from services.plans.web.additions import addition_pages
from services.plans.web.asks import ask_pages
from services.plans.web.assessments import assessment_pages
from services.plans.web.assets import asset_pages
from services.plans.web.boards import board_pages
from services.plans.web.calendars import calendar_pages
from services.plans.web.capture import capture_pages
from services.plans.web.captured import captured_pages
from services.plans.web.changes import change_pages
from services.plans.web.closings import closing_pages
from services.plans.web.columns import column_pages
from services.plans.web.commitments import commitment_pages
from services.plans.web.consents import consent_pages
from services.plans.web.corrections import correction_pages
from services.plans.web.drafts import draft_pages
from services.plans.web.facts import fact_pages
from services.plans.web.feeds import feed_pages
from services.plans.web.home import home_pages
from services.plans.web.imports import import_pages
from services.plans.web.link_corrections import link_correction_pages
from services.plans.web.links import link_pages
from services.plans.web.lists import list_pages
from services.plans.web.milestones import milestone_pages
from services.plans.web.moderation import moderation_pages
from services.plans.web.origins import origin_pages
from services.plans.web.photos import photo_pages
from services.plans.web.plans import plan_pages
from services.plans.web.proofs import proof_pages
from services.plans.web.run_looks import run_look_pages
from services.plans.web.runs import run_pages
from services.plans.web.status import status_pages
from services.plans.web.steps import step_pages
from services.plans.web.supporters import supporter_pages
from services.plans.web.waits import wait_pages
from services.plans.web.walks import walk_pages
from services.plans.web.widget import widget_pages
from services.plans.web.workshops import workshop_pages

looks.lend(home_pages)

WEB = (
    home_pages,
    plan_pages,
    closing_pages,
    status_pages,
    commitment_pages,
    board_pages,
    list_pages,
    wait_pages,
    fact_pages,
    supporter_pages,
    origin_pages,
    asset_pages,
    step_pages,
    ask_pages,
    proof_pages,
    assessment_pages,
    moderation_pages,
    run_pages,
    run_look_pages,
    walk_pages,
    correction_pages,
    link_pages,
    link_correction_pages,
    import_pages,
    column_pages,
    draft_pages,
    addition_pages,
    milestone_pages,
    consent_pages,
    capture_pages,
    captured_pages,
    workshop_pages,
    photo_pages,
    calendar_pages,
    feed_pages,
    change_pages,
    widget_pages,
)
"""All pages of the service."""
