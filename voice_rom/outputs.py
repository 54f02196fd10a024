"""Standard output and error: whatever could not be written there is known when the program ends.

Python itself would tell of it too late to be handled: as it ends it writes out what is left, and
where that fails it prints lines of its own and takes 120 for the exit code.
"""

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

from voice_rom.errors import OutputNotWritable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CLOSED_PIPE_CODE: Final = 141
"""128 and the number of SIGPIPE: how a shell tells that the reader of a command's output left."""

_TOLD: Final = {
    errno.ETIMEDOUT: "what should take it has stopped. Let it read on, or send it somewhere else.",
    errno.ENOSPC: "the disk is full. Free some space, or send the output somewhere else.",
    errno.EDQUOT: "your disk quota is used up. Free some space, or send the output somewhere else.",
    errno.EFBIG: "the file may not grow any larger. Send the output somewhere else.",
}

_OTHER: Final = "the system refused it. Send the output somewhere else."


class Output(io.FileIO):
    """A standard stream that remembers why something could not be written to it."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._is_terminal = os.isatty(descriptor)
        self.fault: OSError | None = None
        """The first one."""
        self.stuck = False
        """A thread was left in the middle of writing to it; whoever flushes it waits as well."""

    @property
    def unread(self) -> bool:
        """Nobody is there any more to read it: a closed pipe, or a closed window."""
        if isinstance(self.fault, BrokenPipeError):
            return True
        return self._is_terminal and self.fault is not None and self.fault.errno == errno.EIO

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.fault = self.fault or error
            raise


class Outputs:
    """The standard streams of this process, from now on to its end."""

    def __init__(self) -> None:
        self._guarded: list[tuple[TextIO, Output]] = []
        sys.stdout = self._guard(sys.stdout)
        sys.stderr = self._guard(sys.stderr)

    def _guard(self, stream: TextIO) -> TextIO:
        # None, as Python has it where it was closed before; or a console of Windows.
        if not isinstance(stream, io.TextIOWrapper):
            return stream
        binary: object = stream.buffer
        raw = getattr(binary, "raw", binary)
        if type(raw) is not io.FileIO:
            return stream
        stream.flush()
        output = Output(raw.fileno())
        guarded = io.TextIOWrapper(
            output if binary is raw else io.BufferedWriter(output),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        self._guarded.append((guarded, output))
        return guarded

    @property
    def lost(self) -> bool:
        """Whether something could not be written."""
        return any(output.fault is not None for _, output in self._guarded)

    def failed_with(self, error: BaseException) -> bool:
        """Whether `error` is that something could not be written: no file's own error."""
        if not isinstance(error, OSError) or error.filename is not None:
            return False
        faults = [output.fault for _, output in self._guarded]
        return any(fault is not None and fault.errno == error.errno for fault in faults)

    def leave(self, code: int, tell: Callable[[str], None]) -> NoReturn:
        """End the program with `code`; where that is 0 and output was lost, with that one's code.

        `tell` is given the line about it. Nothing is left for Python to write.
        """
        self._flush()
        if code == 0:
            code = self._code_for_loss(tell)
        self._flush()
        sys.exit(code)

    def _code_for_loss(self, tell: Callable[[str], None]) -> int:
        lost = [output for _, output in self._guarded if output.fault is not None]
        if not lost:
            return 0
        if all(output.unread for output in lost):
            return CLOSED_PIPE_CODE  # quietly, like any other command
        fault = next(output.fault for output in lost if not output.unread)
        why = _TOLD.get((fault and fault.errno) or 0, _OTHER)
        error = OutputNotWritable(f"The output could not be written: {why}")
        tell(str(error))
        return error.exit_code

    def _flush(self) -> None:
        """Whoever took a stream's place, as click does for a closed pipe, is written out, too."""
        unstuck = [guarded for guarded, output in self._guarded if not output.stuck]
        for stream in (*unstuck, sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                abandon(stream)
            except (ValueError, AttributeError):  # it was closed: nothing is left in it
                pass


def leave_stuck(file: TextIO) -> None:
    """Another thread is in the middle of writing to the standard stream `file`, and may stay there.

    Whatever else is written to standard output goes nowhere, or it would have to wait as well.
    """
    output = getattr(getattr(file, "buffer", None), "raw", None) or getattr(file, "buffer", None)
    if isinstance(output, Output):
        output.fault = output.fault or TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        output.stuck = True
    if sys.stdout is file:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the very end


def abandon(file: object) -> None:
    """Point `file` nowhere, so that whatever else the program writes to it does no harm."""
    fileno = getattr(file, "fileno", None)
    with suppress(OSError, ValueError, TypeError):
        descriptor = fileno() if callable(fileno) else None
        if descriptor is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
