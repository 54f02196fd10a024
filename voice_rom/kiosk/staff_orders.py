"""What staff order from their desk: done as the page's buttons do it, or refused with a reason."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from voice_rom.core.language.meanings import Meaning
from voice_rom.intercom.messages import Activity, Done, Order, OrderKind, OrderRefused, RoomState
from voice_rom.intercom.room_news import Reply
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.reception import STARTS
from voice_rom.kiosk.wording import KioskWording

_MOST_WAITING: Final = 20

_HALTED: Final = frozenset({Activity.PAUSED, Activity.STOPPED})
_NOBODY: Final = frozenset({Activity.WAITING, Activity.CHECKING_SOUND})

_DONE: Final[Mapping[OrderKind, Callable[[Activity], bool]]] = {
    OrderKind.START: lambda now: now not in _NOBODY,
    OrderKind.PAUSE: lambda now: now is Activity.PAUSED,
    OrderKind.GO_ON: lambda now: now not in _HALTED,
    OrderKind.END: lambda now: now is Activity.SUMMARY,
}
"""How it is seen that an order has been carried out."""


class StaffOrders:
    """Takes orders in the thread of the line, and what the room comes to in the session's."""

    def __init__(
        self,
        door: Door,
        reply: Callable[[Reply], None],
        *,
        is_calling: Callable[[], bool],
        wording: KioskWording,
    ) -> None:
        """`is_calling`: whether help was called here and nobody has acknowledged it yet."""
        self._door = door
        self._reply = reply
        self._is_calling = is_calling
        self._wording = wording
        self._activity = Activity.FAULT
        self._waiting: deque[tuple[str, OrderKind]] = deque(maxlen=_MOST_WAITING)
        """Orders that were given on, and are not seen to be done yet."""
        self._check_asked = ""
        """The order to check the sound, until somebody begins with it."""
        self._lock = threading.RLock()

    def take(self, order: Order) -> None:
        """Carry it out, or say why not. Never waits."""
        with self._lock:
            why = self._why_not(order.order)
            if why:
                self._reply(OrderRefused(order_id=order.order_id, why=why))
            elif order.order is OrderKind.CHECK_SOUND:
                self._check_asked = order.order_id
            else:
                self._waiting.append((order.order_id, order.order))
                self._carry_out(order.order)
                self._look()

    def noticed(self, state: RoomState) -> None:
        """Where the room stands now."""
        with self._lock:
            self._activity = state.activity
            self._look()

    def take_check(self) -> str:
        """The order to check the sound that waits, once; empty: there is none."""
        with self._lock:
            asked, self._check_asked = self._check_asked, ""
            return asked

    def _look(self) -> None:
        for order_id, kind in tuple(self._waiting):
            if _DONE[kind](self._activity):
                self._waiting.remove((order_id, kind))
                self._reply(Done(order_id=order_id))

    def _carry_out(self, order: OrderKind) -> None:
        match order:
            case OrderKind.START:
                self._door.command(STARTS)
            case OrderKind.PAUSE:
                self._door.command(Meaning.PAUSE)
            case OrderKind.GO_ON:
                self._door.command(Meaning.CONTINUE)
            case _:
                self._door.end_session()

    def _why_not(self, order: OrderKind) -> str:
        """Why it makes no sense now; empty: it does."""
        if self._activity is Activity.FAULT:
            return self._wording.order_fault
        if order in (OrderKind.START, OrderKind.CHECK_SOUND):
            return self._why_not_begin(order)
        if self._activity in _NOBODY:
            return self._wording.order_nobody
        if order is OrderKind.END:
            return self._why_not_end()
        return self._why_not_halt(order)

    def _why_not_end(self) -> str:
        """Also where help was called, and the session has gone on since."""
        if self._activity is Activity.WELFARE:
            return self._wording.order_asks_after
        return self._wording.order_calling if self._is_calling() else ""

    def _why_not_begin(self, order: OrderKind) -> str:
        """To start, and to check the sound."""
        if self._activity not in _NOBODY:
            return self._wording.order_running
        checks = self._activity is Activity.CHECKING_SOUND or self._check_asked
        return self._wording.order_checking if checks and order is not OrderKind.START else ""

    def _why_not_halt(self, order: OrderKind) -> str:
        """To pause, and to go on."""
        now, wording = self._activity, self._wording
        others = {
            Activity.WELFARE: wording.order_asks_after,
            Activity.CALLING: wording.order_calling,
            Activity.DEVICE_LOST: wording.order_device,
            Activity.SUMMARY: wording.order_ending,
        }
        if now in others:
            return others[now]
        if order is OrderKind.GO_ON:
            return "" if now in _HALTED else wording.order_not_paused
        return wording.order_paused if now is Activity.PAUSED else ""
