"""How long what the API reads may be."""

NAME, LINE, WORDS = 200, 500, 4000
