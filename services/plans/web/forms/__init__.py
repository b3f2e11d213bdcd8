"""What the forms of plans ask, and in which words."""
