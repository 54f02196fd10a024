"""The report for people and for programs: on screen, as JSON, as HTML."""
