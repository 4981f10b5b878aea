"""Pinned instances: the same name, size and seed give the same one, everywhere."""
