"""The pure matching problem: its file formats, and its arrays."""

from matcher.instance.building import build_instance
from matcher.instance.compiling import compile_market
from matcher.instance.document import (
    Asset,
    Fits,
    Group,
    Instance,
    Need,
    Staff,
    Staffing,
)
from matcher.instance.glasgow import read_glasgow, write_glasgow
from matcher.instance.grp import read_grp, write_grp
from matcher.instance.hygiene import hygiene
from matcher.instance.market import Market
from matcher.instance.reading import instance_of, read_instance
from matcher.instance.results import read_result, result_digest, write_result
from matcher.instance.solution import Chosen, Conflict, Objective, Solution
from matcher.instance.writing import digest, write_instance

__all__ = [
    "Asset",
    "Chosen",
    "Conflict",
    "Fits",
    "Group",
    "Instance",
    "Market",
    "Need",
    "Objective",
    "Solution",
    "Staff",
    "Staffing",
    "build_instance",
    "compile_market",
    "digest",
    "hygiene",
    "instance_of",
    "read_glasgow",
    "read_grp",
    "read_instance",
    "read_result",
    "result_digest",
    "write_glasgow",
    "write_grp",
    "write_instance",
    "write_result",
]
