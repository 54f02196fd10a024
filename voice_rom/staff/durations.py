"""How long something is so, in words: the page's script counts on in the same ones."""

from voice_rom.staff.wording import StaffWording

_MINUTE = 60
_HOUR = 3600


def in_words(seconds: float, wording: StaffWording) -> str:
    """As "2 minutes": in the largest unit of which there is one whole."""
    whole = max(0, int(seconds))
    if whole >= _HOUR:
        return _counted(whole // _HOUR, wording.hours_one, wording.hours)
    if whole >= _MINUTE:
        return _counted(whole // _MINUTE, wording.minutes_one, wording.minutes)
    return _counted(whole, wording.seconds_one, wording.seconds)


def _counted(count: int, one: str, several: str) -> str:
    return one if count == 1 else several.format(count=count)
