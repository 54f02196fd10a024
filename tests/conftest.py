"""For every test: which tier it is of, and that what it starts can be ended."""

pytest_plugins = ["tests.tiers", "tests.signals"]
