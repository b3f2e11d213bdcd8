"""The questions that page, API, export and e-mail ask, each with one answer for all of them."""
