"""What is drawn and counted once when a run is saved, for pages to show at once."""

from api.reports.drawing.figures import figures_of_comparison, figures_of_round

__all__ = ["figures_of_comparison", "figures_of_round"]
