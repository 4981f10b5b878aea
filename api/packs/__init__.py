"""Round packs: what an auditor can check, and what everybody may read.

Pure functions over texts and bytes; the store holds packs as encrypted rows.
"""
