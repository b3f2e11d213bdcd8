"""What people and events do with the partners service: one function each, in the caller's transaction."""
