"""The rules of who is told what and when, as plain Python."""
