"""How fast plans answers, at each size of a plan, beside a Flask route that returns the same bytes."""
