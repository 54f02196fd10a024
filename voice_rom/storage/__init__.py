"""Keeps the answers of sessions in one file of the owner's, when the owner wants it."""
