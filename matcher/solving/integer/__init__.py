"""The general model: integer programmes over a whole instance, with rows by name."""
