"""For every test: its tier, what it runs beside, and that what it starts can be ended."""

pytest_plugins = ["tests.tiers", "tests.lanes", "tests.signals"]
