"""What a letter with an answer brings by itself: which treatment it ends, who investigated, by when it had to be there."""

from gehoor.complaints.answer import Frame, stage_of
from gehoor.complaints.models import Complaint
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.models import Deadline


def frame_of(complaint: Complaint) -> Frame:
    """The frame of the letters of this complaint now. Two statements."""
    started = dict(Deadline.objects.filter(dossier=complaint.pk).order_by("pk").values_list("term", "due_on"))
    handler = "" if complaint.handler is None else complaint.handler.name
    return Frame(stage_of(rules_of(complaint), started), handler, started.get("answer"))
