"""How fast events travel, beside what the bare libraries and the servers can do in the same run."""
