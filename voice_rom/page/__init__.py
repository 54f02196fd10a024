"""The page that a session shows in a browser on this computer: docs/PAGE.md."""
