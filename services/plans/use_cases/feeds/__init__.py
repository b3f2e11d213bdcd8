"""Writing what other programs read again and again: calendars, and what changed."""
