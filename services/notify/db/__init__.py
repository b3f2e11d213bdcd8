"""Notify's own database: its ledger, and its copies of what it must tell people about."""
