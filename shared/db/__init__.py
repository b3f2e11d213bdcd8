"""SQLite and PostgreSQL behind one unit of work, with migrations and copies of other services' things."""
