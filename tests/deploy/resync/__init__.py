"""Copies that were lost are said again, and those that differ are found."""
