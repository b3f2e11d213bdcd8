"""Calls to webhooks: where they may lead, how one is made, and which are made when."""
