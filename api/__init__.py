"""The shell around the engine: the command line, and what people see."""
