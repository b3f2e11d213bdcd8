"""The rules of communities, organisations, people, roles, sign-in and tokens, as plain Python."""
