"""Every kind of file that the program reads, by the module and name that a child process needs."""

from typing import Final

from tests.fuzzing import kept_files, sound_files, speech_files, text_files

EVERY_TARGET: Final = {
    target.name: f"{module.__name__}:{target.name}"
    for module in (text_files, sound_files, kept_files, speech_files)
    for target in module.TARGETS
}
