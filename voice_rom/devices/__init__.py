"""The real room: sounddevice's microphone and loudspeaker, and what goes wrong with them."""
