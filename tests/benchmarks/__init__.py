"""How fast Backcast is, each figure beside one that it can be judged by: `make bench`."""
