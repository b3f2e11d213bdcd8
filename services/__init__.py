"""The three services of Backcast: plans, partners and notify."""
