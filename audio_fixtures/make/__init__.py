"""Makes the recordings of this folder: `script/make_fixtures`."""
