"""Every way to fail that a person can do something about: one line, and an exit code of its own."""


class VoiceRomError(Exception):
    """`str(error)` is one line: what is wrong, and what to do."""

    exit_code = 1


class UsageMistake(VoiceRomError):
    exit_code = 2


class ContentError(VoiceRomError):
    """A prompts, vocabulary, scenario or manifest file says something it may not."""

    exit_code = 10


class SettingsError(VoiceRomError):
    exit_code = 11


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
