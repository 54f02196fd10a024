"""How a command ends, whatever happens: at most one line, and an exit code of its kind."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from voice_rom.asked_to_end import EndAsked, ask_no_more, end_when_asked
from voice_rom.errors import EndedEarly, VoiceRomError
from voice_rom.outputs import Outputs
from voice_rom.unexpected import EXIT_CODE, guard_threads, line_about, show_details


def run_to_its_end(command: Callable[[], int]) -> NoReturn:
    """Run `command`, which gives an exit code, and end the program."""
    guard_threads()
    outputs = Outputs()
    end_when_asked()
    try:
        try:
            code = _code_of(command, outputs)
            ask_no_more()
        except (EndAsked, KeyboardInterrupt):
            code = _ended()
    except (EndAsked, KeyboardInterrupt):  # asked once more, before it could be ignored
        code = _ended()
    outputs.leave(code, tell)


def tell(line: str) -> None:
    """Write one line on stderr, where there still is one."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"voice-rom: {line}\n")
        sys.stderr.flush()


def _code_of(command: Callable[[], int], outputs: Outputs) -> int:
    try:
        return command()
    except VoiceRomError as error:
        tell(str(error))
        return error.exit_code
    except SystemExit as error:  # click's own answer to a closed pipe, too
        return 0 if outputs.lost else _as_number(error.code)
    except Exception as error:  # noqa: BLE001 - a traceback might hold what somebody said
        return _code_of_unexpected(error, outputs)


def _code_of_unexpected(error: Exception, outputs: Outputs) -> int:
    if outputs.failed_with(error):
        # click answers Ctrl-C with an empty line, which may be what could not be written.
        return _ended() if isinstance(error.__context__, KeyboardInterrupt) else 0
    with suppress(OSError, ValueError, AttributeError):
        show_details(error)
    tell(line_about(error))
    return EXIT_CODE


def _ended() -> int:
    ask_no_more()
    tell("Ended.")
    return EndedEarly.exit_code


def _as_number(code: object) -> int:
    return code if isinstance(code, int) else int(code is not None)
