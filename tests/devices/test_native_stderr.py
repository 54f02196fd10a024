import subprocess
import sys

import pytest

pytestmark = pytest.mark.real

PROGRAM = """
import os, sys, threading
from voice_rom.devices.native_stderr import native_stderr_discarded

with native_stderr_discarded():
    os.write(2, b"chatter of a C library\\n")
    print("an error of ours", file=sys.stderr)
os.write(2, b"later\\n")
print("the end", file=sys.stderr)
"""


def test_what_c_libraries_print_is_discarded_and_what_python_prints_is_not() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert finished.stderr.splitlines() == ["an error of ours", "later", "the end"]


def test_a_program_without_stderr_goes_on() -> None:
    closing = "import os, sys; os.close(2); sys.stderr = None\n" + PROGRAM.replace(
        'os.write(2, b"chatter of a C library\\n")', "pass"
    ).replace('os.write(2, b"later\\n")', "pass")

    finished = subprocess.run([sys.executable, "-c", closing], capture_output=True, check=False)

    assert finished.returncode == 0
