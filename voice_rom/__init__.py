"""voice_rom: a voice that leads a person through three range-of-motion tests."""

__version__ = "0.1.0"
