"""The desk of a clinic's staff: every room on one page. docs/STAFF.md."""
