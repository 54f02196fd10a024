"""Reports of finished sessions in a folder, for a clinic's own system to fetch."""
