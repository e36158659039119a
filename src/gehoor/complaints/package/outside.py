"""What was asked of people outside the city because of a complaint, with the answers, as they stand in the package."""

from collections.abc import Mapping
from typing import Any

from gehoor.complaints.pages import ComplaintPage
from gehoor.correspondence.models import Direction, Medium
from gehoor.correspondence.queries import Said
from gehoor.dossiers.models import Inquiry

Values = dict[str, Any]
_ASKED = "number question told_name asked_by asked_at due_on ended_at"


def asked_outside(page: ComplaintPage, by_file: Mapping[str, int], numbers: Mapping[str, int]) -> list[Values]:
    """Each question, oldest first. ``by_file``: the numbers of exhibits by file; ``numbers``: of the others, by their place."""
    return [
        {
            **{name: getattr(one, name) for name in _ASKED.split()},
            "to": one.whom,
            "ending": one.facts.ending,
            "ending_label": Inquiry.Ending(one.facts.ending).label if one.facts.ending else "",
            "declined_at": one.facts.declined_at,
            "answers": [
                _answer(said, by_file, numbers)
                for said in page.outside
                if said.message.thread_id == one.thread and said.message.direction == Direction.IN
            ],
        }
        for one in page.inquiries
    ]


def _answer(said: Said, by_file: Mapping[str, int], numbers: Mapping[str, int]) -> Values:
    message = said.message
    return {
        "at": message.at,
        "author": message.author_name,
        "medium": message.medium,
        "medium_label": Medium(message.medium).label,
        "text": message.body.strip(),
        "exhibit": numbers.get(f"antwoord-{message.pk}"),
        "exhibits": [by_file[file.public_id] for file in said.files if file.public_id in by_file],
    }
