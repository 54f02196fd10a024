"""A machine as script/setup sees it: a checkout's scripts, and commands that only take notes.

The commands stand on a PATH of their own: apt-get, dpkg-query, id, sudo and python3 are shell
scripts that write down how they were called; the rest are the real ones. Its power can fail, with
everything that runs, before any step that changes something on the disk.
"""

import shutil
import signal
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

_REAL_COMMANDS = (
    *("bash", "cat", "chmod", "cp", "cut", "dirname", "env", "flock", "grep", "readlink", "sed"),
    *("sha256sum", "uname"),
)

_CHANGING_COMMANDS = ("ln", "mkdir", "mv", "rm")

# Counts the steps; at the one that is asked for, the power fails.
_STEP = """
if [[ -e $notes/power-fails-at ]]; then
  read -r step <"$notes/steps"
  echo $((step + 1)) >"$notes/steps"
  if ((step + 1 == $(<"$notes/power-fails-at"))); then kill -9 -- "-$(<"$notes/running")"; fi
fi
"""

_NOTE = '#!/bin/bash\nnotes=$(dirname "$(readlink -f "$0")")/../notes\n'

_APT_GET = (
    _NOTE
    + """
echo "apt-get $*" >>"$notes/calls"
[[ ! -e $notes/apt-fails ]] || exit 100
for word in "$@"; do
  echo "$word" >>"$notes/installed"
  [[ $word != maven ]] || cp "$0" "$(dirname "$0")/mvn"
done
"""
)

_DPKG_QUERY = (
    _NOTE
    + """
for name in "$@"; do
  if grep -qx "$name" "$notes/installed" 2>/dev/null; then printf ' installed'; fi
done
"""
)

_PYTHON = (
    """#!/bin/bash
notes=@NOTES@
"""
    + _STEP
    + """
case "$*" in
  *"sys.exit(not"*) [[ ! -e $notes/python-is-old ]] ;;
  *_base_executable*) echo "$notes/../bin/python3" ;;
  *"import ensurepip"*) [[ ! -e $notes/no-ensurepip ]] ;;
  *version_info*) echo python3.11-venv ;;
  --version) echo "Python 3.9.2" ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$notes/../bin/python3" "$3/bin/python" ;;
  "-m pip "*" check")
    echo "pip check" >>"$notes/calls"
    [[ ! -e $notes/lock-is-incomplete ]]
    ;;
  "-m pip "*)
    echo "pip ${*: -2}" >>"$notes/calls"
    [[ ! -e $notes/pip-fails ]] || exit 1
    [[ $* != *natural.txt || ! -e $notes/no-natural-voice ]] || exit 1
    if [[ $* == *--editable* ]]; then cp "$0" "$(dirname "$0")/voice-rom"; fi
    ;;
  "-m voice_rom.model_store where") echo "$notes/model" ;;
  "-m voice_rom.model_store get"*)
    echo "model ${*:3}" >>"$notes/calls"
    [[ $* == *maven* || ! -e $notes/download-fails ]] || exit 14
    mkdir -p "$notes/model/am" && : >"$notes/model/am/final.mdl"
    ;;
  "run"*) echo "a session runs" ;;
esac
"""
)


class BareMachine:
    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.notes = folder / "notes"
        self.bin = folder / "bin"
        for place in (self.checkout, self.notes, self.bin):
            place.mkdir()
        self._copy_checkout()
        self._stock_path()

    def set_up(self, purpose: str = "run") -> subprocess.CompletedProcess[str]:
        return self.script("setup", purpose)

    def script(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        bash = shutil.which("bash") or "bash"
        # All that it starts is one group of processes, and ends with the power.
        started = 'echo $$ >"$0"; exec "$@"'
        script = (bash, str(self.checkout / "script" / name), *arguments)
        return subprocess.run(
            [bash, "-c", started, str(self.notes / "running"), *script],
            env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )

    def survives_script_with_power_failing(self, step: int, name: str, *arguments: str) -> bool:
        """Run a script with the power failing before this step (1, 2, …): did it end before?"""
        (self.notes / "steps").write_text("0\n")
        (self.notes / "power-fails-at").write_text(f"{step}\n")
        ended = self.script(name, *arguments)
        (self.notes / "power-fails-at").unlink()
        return ended.returncode != -signal.SIGKILL

    def calls(self) -> list[str]:
        """How the note-taking commands were called since the last time this was asked."""
        path = self.notes / "calls"
        if not path.exists():
            return []
        lines = path.read_text().splitlines()
        path.unlink()
        return lines

    def environments(self) -> set[str]:
        """The names of the virtual environments on the disk, finished or not."""
        folder = self.checkout / ".environments"
        return {path.name for path in folder.iterdir()} if folder.exists() else set()

    def happens(self, what: str) -> None:
        """What goes wrong from now on.

        One of: python-is-old, no-ensurepip, pip-fails, lock-is-incomplete, apt-fails,
        download-fails, no-natural-voice.
        """
        (self.notes / what).touch()

    def is_over(self, what: str) -> None:
        (self.notes / what).unlink()

    def has_packages(self, *names: str) -> None:
        (self.notes / "installed").write_text("".join(f"{name}\n" for name in names))

    def add_command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(script)
        path.chmod(0o755)

    def user_is(self, number: int) -> None:
        """0 is root."""
        self.add_command("id", f"#!/bin/bash\necho {number}\n")

    def _copy_checkout(self) -> None:
        shutil.copytree(CHECKOUT / "script", self.checkout / "script")
        shutil.copytree(CHECKOUT / "requirements", self.checkout / "requirements")
        shutil.copy(CHECKOUT / "pyproject.toml", self.checkout)
        (self.checkout / "voice_rom").mkdir()
        (self.checkout / "voice_rom" / "__init__.py").write_text('__version__ = "1"\n')

    def _stock_path(self) -> None:
        for name in _REAL_COMMANDS:
            (self.bin / name).symlink_to(_real(name))
        for name in _CHANGING_COMMANDS:
            self.add_command(name, f'{_NOTE}{_STEP}exec {_real(name)} "$@"\n')
        self.add_command("apt-get", _APT_GET)
        self.add_command("dpkg-query", _DPKG_QUERY)
        self.add_command("python3", _PYTHON.replace("@NOTES@", str(self.notes)))
        self.user_is(0)


def _real(name: str) -> str:
    found = shutil.which(name)
    assert found is not None, name
    return found
