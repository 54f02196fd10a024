"""Brings a session's answers elsewhere within its own turns, and not in a thread of its own."""

from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.storage.delivery import Delivery


class AtOnce:
    """Brings it within the session's own turns, so that each session goes the same way."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def wake(self) -> None:
        self._delivery.step()

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        return self._delivery.news.popleft() if self._delivery.news else None

    def close(self, patience: float) -> None:
        """Nothing is under way."""
