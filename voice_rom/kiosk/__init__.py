"""One person after another, for days: each in a process of their own, which ends with them."""
