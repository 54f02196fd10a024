"""What the commands do, once their flags are read. Each module is imported when it is needed."""
