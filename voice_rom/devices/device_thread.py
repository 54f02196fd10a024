"""The thread that owns the sound system."""

import threading
from collections.abc import Callable

from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_system import no_device
from voice_rom.devices.supervisor import DeviceSupervisor
from voice_rom.errors import VoiceRomError
from voice_rom.unexpected import line_about

STEP_SECONDS = 0.25
"""How often the devices are looked after."""

LOUDSPEAKER_PATIENCE = 10.0
"""Seconds: what opens later than this hangs."""

MICROPHONE_PATIENCE = 0.3
"""Seconds that the first word may wait to learn whether the microphone opens at all. One that opens
later is welcome; one that fails later is told as DeviceLost."""

CLOSE_PATIENCE = 3.0
"""Seconds; a driver that hangs on closing is left behind."""


class DeviceThread:
    """The thread that owns the sound system: everything that PortAudio is asked, it asks."""

    def __init__(self, make_keeper: Callable[[], DeviceSupervisor]) -> None:
        self._make_keeper = make_keeper
        self._supervisor: DeviceSupervisor | None = None
        self._error: VoiceRomError | None = None
        self._loudspeaker_open = threading.Event()
        self._microphone_tried = threading.Event()
        self._discard_asked = threading.Event()
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound devices", daemon=True)

    @property
    def supervisor(self) -> DeviceSupervisor:
        if self._supervisor is None:
            raise RuntimeError("the devices were not opened")
        return self._supervisor

    def open(self) -> None:
        """Return when the loudspeaker can be used. Raises what opening a device raises."""
        self._thread.start()
        if not self._loudspeaker_open.wait(LOUDSPEAKER_PATIENCE):
            self._closing.set()
            raise no_device(Device.LOUDSPEAKER, "the system doesn't answer")
        self._microphone_tried.wait(MICROPHONE_PATIENCE)
        if self._error is not None:
            self.close()
            raise self._error

    def discard(self) -> None:
        """Throw away what the loudspeaker was given and has not sounded; returns at once."""
        self._discard_asked.set()
        self._wake.set()

    def close(self) -> None:
        self._closing.set()
        self._wake.set()
        self._thread.join(CLOSE_PATIENCE)

    def _run(self) -> None:
        try:
            self._supervisor = self._make_keeper()
        except Exception as error:  # noqa: BLE001 - a sound system may do anything
            self._fail(_told(Device.LOUDSPEAKER, error))
            return
        try:
            self._open_both(self._supervisor)
            while not self._closing.is_set():
                self._wake.wait(STEP_SECONDS)
                self._wake.clear()
                self._keep(self._supervisor)
        finally:
            self._supervisor.close()

    def _open_both(self, supervisor: DeviceSupervisor) -> None:
        try:
            supervisor.open(Device.LOUDSPEAKER)
        except Exception as error:  # noqa: BLE001
            self._fail(_told(Device.LOUDSPEAKER, error))
            return
        self._loudspeaker_open.set()
        try:
            supervisor.open(Device.MICROPHONE)
        except Exception as error:  # noqa: BLE001
            self._error = _told(Device.MICROPHONE, error)
            supervisor.lose(Device.MICROPHONE, str(self._error))
        self._microphone_tried.set()

    def _fail(self, error: VoiceRomError) -> None:
        self._error = error
        self._loudspeaker_open.set()
        self._microphone_tried.set()

    def _keep(self, supervisor: DeviceSupervisor) -> None:
        try:
            if self._discard_asked.is_set():
                self._discard_asked.clear()
                supervisor.discard()
            supervisor.step()
        except Exception as error:  # noqa: BLE001 - or both would be deaf and dumb, and nobody told
            for device in Device.LOUDSPEAKER, Device.MICROPHONE:
                supervisor.lose(device, line_about(error))


def _told(device: Device, error: Exception) -> VoiceRomError:
    return error if isinstance(error, VoiceRomError) else no_device(device, line_about(error))
