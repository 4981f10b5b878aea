"""Pictures of a round as accessible inline SVG, each with a table of the same numbers.

Charts are Altair specifications that vl-convert turns into SVG in this process, without
a browser or a script. The small graphs of pairs are laid out here: fifty of them take a
few milliseconds, where fifty charts would take seconds.
"""
