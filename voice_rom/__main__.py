"""`python -m voice_rom` is `voice-rom`."""

from voice_rom.cli import main

main()
