"""The benchmark: how well, how soon and at what cost recordings of people are understood."""
