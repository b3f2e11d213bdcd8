"""Importing a workshop's sheet."""
