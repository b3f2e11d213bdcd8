"""How Backcast is set up and run, held as a whole."""
