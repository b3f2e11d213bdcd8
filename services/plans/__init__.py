"""Plans and the commitments in them: what a workshop promised, who owns it, and how it goes.

Says PlanChanged, CommitmentChanged, UpdateRecorded, ImportApplied, OrganisationNamed and ContactNamed; hears
what partners says about communities, organisations, people, memberships and tokens, and what notify has sent.
"""
