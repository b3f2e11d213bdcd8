"""How the partners service stores what it owns, and its copies of plans and commitments."""
