"""Moments as they stand in the file: UTC, sortable as text, and the same on every machine."""

from datetime import UTC, datetime


def text_of(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """Raises ValueError."""
    return datetime.fromisoformat(text).astimezone(UTC)
