"""The benchmark on recordings."""
