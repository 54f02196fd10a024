"""For every test: which tier it is of."""

pytest_plugins = ["tests.tiers"]
