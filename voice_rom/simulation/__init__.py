"""The room in virtual time, and the scripted participant in it."""
