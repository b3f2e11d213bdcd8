"""How Backcast is put to work: all services in one process, or each on its own."""
