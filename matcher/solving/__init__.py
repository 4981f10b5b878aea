"""Solving: from an instance and a policy to a solution with its proof."""
