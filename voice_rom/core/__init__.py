"""The pure core: no clock, no thread, no file, no device. Events in, effects out."""
