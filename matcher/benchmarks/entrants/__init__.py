"""Those who run in the benches: the engine, its peers, and bounds.

Each function takes a case's data, gets ready, and returns what is timed. A peer's file
imports it at the top: where it is not installed, the file cannot be loaded, and the
table says so.
"""
