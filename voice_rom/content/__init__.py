"""Reads and checks everything that is data: prompts, vocabulary, settings, the model manifest."""
