"""The kiosk as two services of systemd: the program, and the screen with its browser.

What each line is for stands beside it: the units are read by whoever looks after the computer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROGRAM_UNIT: Final = "voice-rom-kiosk.service"
SCREEN_UNIT: Final = "voice-rom-kiosk-screen.service"

SHARED: Final = Path("/run/voice-rom-kiosk")
"""In memory: which link the screen is to show."""

WATCHDOG_SECONDS: Final = 60
"""So long the loop may not go round; slow machines load the voice and the model within it."""

_PROGRAM: Final = """\
# Written by "voice-rom kiosk install": it is written anew by the next one.
[Unit]
Description=voice_rom kiosk: the program that leads one person after another
After=sound.target
# Ten starts in five minutes are a fault that no further start mends.
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
# Ready when the start screen is there. Each person's own process says so, and feeds the watchdog
# from the loop that leads them: one that is stuck is ended, and the start screen comes anew.
Type=notify
NotifyAccess=all
WatchdogSec={watchdog}
TimeoutStartSec=180
TimeoutStopSec=30
Restart=always
RestartSec=2
ExecStart={command}
User={user}
SupplementaryGroups=audio
{environment}
# What the kiosk may write: its saved answers (none unless storage.keep is set), sentences that the
# voice has said, and the link for the screen.
StateDirectory=voice-rom
CacheDirectory=voice-rom
RuntimeDirectory=voice-rom-kiosk
RuntimeDirectoryMode=0700
RuntimeDirectoryPreserve=restart
UMask=0077
# No crash writes a person's memory to the disk.
LimitCORE=0

# It needs no rights, no network, and of the devices only the sound.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
DevicePolicy=closed
DeviceAllow=char-alsa rw
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
IPAddressDeny=any
IPAddressAllow=localhost
LockPersonality=yes
KeyringMode=private
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""

_SCREEN: Final = """\
# Written by "voice-rom kiosk install": it is written anew by the next one.
[Unit]
Description=voice_rom kiosk: the screen, with a browser that knows nobody
After=systemd-user-sessions.service {program}
Wants={program}
Conflicts=getty@tty1.service
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
# cage shows this one program over the whole screen. Without "-s" nobody can switch to a console.
ExecStart={cage} -- {command}
User={user}
PAMName=login
TTYPath=/dev/tty1
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
StandardInput=tty-fail
StandardOutput=journal
UtmpIdentifier=tty1
UtmpMode=user
Restart=always
RestartSec=2
TimeoutStopSec=10
UMask=0077
LimitCORE=0

# The browser has a sandbox of its own, which needs namespaces: so they stay allowed here. The
# compositor makes its socket in the user's folder in memory, which ProtectHome would close to it.
ProtectSystem=full
ProtectHome=read-only
ReadWritePaths=-/run/user/{user_number}
PrivateTmp=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
IPAddressDeny=any
IPAddressAllow=localhost
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What the units name. Paths are absolute."""

    python: str
    settings: Path
    user: str
    user_number: int
    model: Path | None
    """None: it is looked for where it always is."""
    cage: str | None
    """None: no unit of the screen; the page is shown by whatever opens the link."""

    def units(self) -> Mapping[str, str]:
        """The text of each unit, by its file's name."""
        program = [self.python, "-m", "voice_rom", "kiosk", "--settings", str(self.settings)]
        program += ["--no-browser"] if self.cage is None else ["--screen", str(SHARED)]
        screen = [self.python, "-m", "voice_rom.kiosk.screen", str(SHARED)]
        units = {
            PROGRAM_UNIT: _PROGRAM.format(
                command=_line(program),
                user=self.user,
                environment="\n".join(self._environment()),
                watchdog=WATCHDOG_SECONDS,
            )
        }
        if self.cage is not None:
            units[SCREEN_UNIT] = _SCREEN.format(
                cage=_line([self.cage]),
                command=_line(screen),
                user=self.user,
                user_number=self.user_number,
                program=PROGRAM_UNIT,
            )
        return units

    def _environment(self) -> list[str]:
        values = {
            "XDG_DATA_HOME": "/var/lib/voice-rom",
            "XDG_CACHE_HOME": "/var/cache/voice-rom",
            "XDG_RUNTIME_DIR": f"/run/user/{self.user_number}",  # the sound server's socket
        }
        if self.model is not None:
            values["VOICE_ROM_MODEL"] = str(self.model)
        return [f"Environment={_quoted(f'{name}={value}')}" for name, value in values.items()]


def _line(words: list[str]) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """As systemd reads it: a percent sign, a dollar sign and a quote mean something there."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if any(sign.isspace() or sign in "\"'\\;" for sign in word) else escaped
