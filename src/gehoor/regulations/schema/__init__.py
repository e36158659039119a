"""A regulation as a file: read, checked, and told where it is wrong (line, field, in Dutch). Pure.

The file is YAML. Every value says where it comes from: its own section or the one around it has ``source: …`` or
``assumption: true``; ``assumed: [field, …]`` names the fields of a section that are an assumption while the rest was read.
"""

from gehoor.regulations.schema.content import (
    AssignmentRule,
    Content,
    FirstLine,
    KindRule,
    SecondLine,
    Stage,
)
from gehoor.regulations.schema.file import LONGEST_FILE, load
from gehoor.regulations.schema.reading import Origin, Problem, RegulationError

__all__ = [
    "LONGEST_FILE",
    "AssignmentRule",
    "Content",
    "FirstLine",
    "KindRule",
    "Origin",
    "Problem",
    "RegulationError",
    "SecondLine",
    "Stage",
    "load",
]
