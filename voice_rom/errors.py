"""Every way to fail that a person can do something about: one line, and an exit code of its own."""

import re
from typing import Final

_LONGEST: Final = 3_000
"""Signs in a line. A file may hold a word of any length, and a line may quote it."""

_LAST: Final = 500
"""Signs of its end that a line keeps when it is cut: what to do stands there."""


_PASSWORD: Final = re.compile(
    r"""(://[^/\s:@'"]*:)"""  # a user, of whom a password follows,
    r"""(?:[^\s]*(?=@)|(?!\d*(?:[/?'"\s]|$))[^\s'"]+)"""  # or a port, which may stay
)


def without_passwords(text: str) -> str:
    """The same text, with dots in place of each password that stands in the URL of a server."""
    return _PASSWORD.sub(r"\1…", text)


class VoiceRomError(Exception):
    """`str(error)` is one line: what is wrong, and what to do."""

    exit_code = 1

    def __str__(self) -> str:
        """The line. A file's own words may hold signs that end it or move the cursor: escaped."""
        line = without_passwords(super().__str__())
        if len(line) > _LONGEST:
            line = f"{line[: _LONGEST - _LAST]} … {line[-_LAST:]}"
        if line.isprintable():
            return line
        return "".join(sign if sign.isprintable() else _escaped(sign) for sign in line)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


class UsageMistake(VoiceRomError):
    exit_code = 2


class ContentError(VoiceRomError):
    """A prompts, vocabulary, scenario or manifest file says something it may not."""

    exit_code = 10


class SettingsError(VoiceRomError):
    exit_code = 11


class WrongSetting(SettingsError):
    """A value that only turned out to be wrong after the settings were read.

    Whoever found it knows the setting alone; `content/settings_sources.py` puts in its place the
    flag that was typed, or the line of the file.
    """

    def __init__(self, setting: str, what: str, place: str = "") -> None:
        """`setting` is the dotted key ("voice.voice"), `what` what is wrong and what to do."""
        super().__init__(f"{place or setting}: {what}")
        self.setting = setting
        self.what = what

    def found_at(self, place: str) -> "WrongSetting":
        """The same, told of where the value was given."""
        return type(self)(self.setting, self.what, place)


class ModelMissing(VoiceRomError):
    exit_code = 12


class ModelDamaged(VoiceRomError):
    exit_code = 13


class DownloadFailed(VoiceRomError):
    exit_code = 14


class VoiceUnavailable(VoiceRomError):
    """No pyttsx3 driver, or it renders nothing."""

    exit_code = 15


class SoundSystemMissing(VoiceRomError):
    """PortAudio cannot be loaded."""

    exit_code = 16


class NoMicrophone(VoiceRomError):
    exit_code = 17


class NoLoudspeaker(VoiceRomError):
    exit_code = 18


class MicrophoneSilent(VoiceRomError):
    """Muted (all zeros), or far too quiet to hear anybody."""

    exit_code = 19


class EndedEarly(VoiceRomError):
    """Ctrl-C, or a request of the system: the session has said its last word."""

    exit_code = 130


class ReportNotWritable(VoiceRomError):
    exit_code = 20


class ReportsNotWritable(ReportNotWritable, WrongSetting):
    """Nothing can be written to the folder that the reports of all sessions are to go to."""


class ScenarioError(VoiceRomError):
    """A scenario or a recording that it names is missing or wrong."""

    exit_code = 21


class ScenarioNotMet(VoiceRomError):
    """A simulated session did not go as its scenario says."""

    exit_code = 22


class RecogniserFailed(VoiceRomError):
    exit_code = 23


class FolderNotEvaluable(VoiceRomError):
    """A folder of recordings that is missing or empty, or a file in it that is no sound."""

    exit_code = 24


class StorageUnavailable(VoiceRomError):
    """The file of kept answers cannot be opened, read or written."""

    exit_code = 25


class StorageNewer(StorageUnavailable):
    """The file was written by a newer version of this program; it is left as it is."""

    exit_code = 26


class NoSuchSession(VoiceRomError):
    """No kept session has this id, or more than one begins with it."""

    exit_code = 27


class LanguageIncomplete(ContentError, WrongSetting):
    """A language without its texts, or without a speech model."""

    exit_code = 28


class UnknownVoice(WrongSetting):
    """No voice of this computer has the name that was asked for, or several have."""

    exit_code = 29


class OutputNotWritable(VoiceRomError):
    """What the command shows could not be written: the disk that it is kept on is full."""

    exit_code = 34


class PdfNotMade(VoiceRomError):
    """There is no browser that prints a PDF, or it did not."""

    exit_code = 36


class ReportNotPrinted(VoiceRomError):
    """There is no printing system, or it does not take the report."""

    exit_code = 38


class ServiceNotInstalled(VoiceRomError):
    """The kiosk's services cannot be written or started, or do not run."""

    exit_code = 37


class PageNotServed(VoiceRomError):
    """The address or the port of the page cannot be had."""

    exit_code = 35


class StaffKeyUnusable(WrongSetting):
    """The key that the rooms and the staff's desk share is missing, open to others, or no key."""

    exit_code = 39


class DeskUnencrypted(WrongSetting):
    """The staff's desk would be reached from elsewhere, without a certificate that works."""

    exit_code = 40


class StaffFolderUnusable(VoiceRomError):
    """What the staff's desk keeps cannot be read or written."""

    exit_code = 41


class StaffFolderInUse(StaffFolderUnusable):
    """Another desk keeps its calls, its log and its people there."""

    exit_code = 43


class StaffRefused(VoiceRomError):
    """A name or a PIN that nobody of the staff can have, or there is no staff yet."""

    exit_code = 42
