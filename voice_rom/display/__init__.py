"""What a session shows, and the keys that stand in for a voice."""
