"""Tells the clinic's staff as well, wherever others are told that help is needed."""

from collections.abc import Callable

from voice_rom.alarm import NoAlarm
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import AlarmFailed, StaffNews
from voice_rom.ports import Alarm


class StaffAlarm:
    """Implements `ports.Alarm` around another one."""

    def __init__(
        self,
        inner: Alarm | None,
        call: Callable[[AlertReason], None],
        staff_news: Callable[[], StaffNews | None],
    ) -> None:
        self._inner = inner or NoAlarm()
        self._call = call
        self._staff_news = staff_news

    def alert(self, reason: AlertReason) -> None:
        self._call(reason)  # first: it takes no time
        self._inner.alert(reason)

    def news(self) -> AlarmFailed | StaffNews | None:
        return self._staff_news() or self._inner.news()
