"""One person's visit to a kiosk in this process: a simulated person, the real voice and ear."""

from collections.abc import Callable, Mapping
from pathlib import Path

from voice_rom.kiosk.idle import no_watch
from voice_rom.kiosk.order import VisitOrder
from voice_rom.kiosk.visit import Visit
from voice_rom.page.access import new_secrets
from voice_rom.page.listening import listen_at

_SHORT = """\
title: One test, quickly
settings:
  session.tests: [trunk-rotation]
  safety.screening: "false"
  session.short_welcome: "true"
  voice.rate: "200"
{settings}
answers: {{trunk-rotation.easier: "yes", trunk-rotation.easier.side: right}}
"""


def short_scenario(folder: Path, settings: Mapping[str, str]) -> str:
    """The file of a scenario with these settings, by dotted key."""
    file = folder / "short.yaml"
    told = "\n".join(f'  {key}: "{value}"' for key, value in settings.items())
    file.write_text(_SHORT.format(settings=told), encoding="utf-8")
    return str(file)


def visit(
    *, scenario: str = "", settings_file: str = "", on_turn: Callable[[], None] = no_watch
) -> int:
    """The exit code of the visit's process."""
    with listen_at("127.0.0.1", 0) as listening:
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=new_secrets(many=True),
            settings_file=settings_file,
            overrides={},
            flags={},
            scenario=scenario,
        )
        return Visit(order, on_turn).run()
