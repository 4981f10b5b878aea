"""Reports of a round: on the terminal, as a workbook, as one page."""

from api.reports.page import write_page
from api.reports.workbook import write_workbook

__all__ = ["write_page", "write_workbook"]
