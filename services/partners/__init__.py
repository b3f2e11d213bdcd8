"""Who is who: communities, organisations, people and their roles, sign-in and API tokens.

Says: community_changed, organisation_changed, person_changed, membership_changed, token_changed and
sign_in_requested. Hears from plans: organisation_named and contact_named, from which it makes organisations
and people, and plan_changed and commitment_changed, of which it keeps small copies.
"""
