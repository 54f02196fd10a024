"""What a session shows: the transcript on a terminal, or one JSON object a line."""
