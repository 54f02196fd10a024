"""For every test: its tier, what it runs beside, what it covers, and how what it starts can end."""

pytest_plugins = ["tests.tiers", "tests.lanes", "tests.covered", "tests.signals"]
