"""The concerns of a dialogue, each with its states, its rows of the table and what they do."""
