"""What the commands do, once their flags are read. Each module is imported only when it is needed."""
