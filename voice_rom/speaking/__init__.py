"""From text to samples."""
