"""The partners service for programs: JSON under /partners/api/v1."""

from services.partners.api import communities, memberships, organisations, people, tokens

API = (
    communities.routes,
    organisations.routes,
    people.routes,
    memberships.routes,
    tokens.routes,
)
