"""The settings of a room in a clinic that uses most of what there is."""

from typing import Final

from voice_rom.intercom.messages import RoomSettings

SETTINGS: Final = RoomSettings(
    greeting="Welcome to the Green Practice.",
    clinic="The Green Practice",
    contact="reception, or extension 12",
    professional="Ms Weber, the physiotherapist",
    emergency_number="112",
    tests=("leg lift", "trunk rotation", "chair stand"),
    screening=True,
    languages=("en", "de"),
    rate=150,
    earcons=True,
    keeps=True,
    keep_days=30,
    sends=False,
    hands_over=False,
    qr_code=True,
    printing=False,
    idle_seconds=600.0,
    warning_seconds=60.0,
    reading_seconds=120.0,
)
