"""The tables of this room."""

from gehoor.dossiers.models.access import Bar, Grant
from gehoor.dossiers.models.canned import CannedText, CannedVersion
from gehoor.dossiers.models.contact import Contact, ContactDossier, Draft, DraftFile
from gehoor.dossiers.models.deadline import Deadline, DeadlineChange
from gehoor.dossiers.models.dossier import Category, Correction, Dossier, Participant
from gehoor.dossiers.models.inquiry import Inquiry
from gehoor.dossiers.models.work import Assignment, FirstLineOffer, WorkItem
from gehoor.dossiers.models.writing import Held, Unsent

__all__ = [
    "Assignment",
    "Bar",
    "CannedText",
    "CannedVersion",
    "Category",
    "Contact",
    "ContactDossier",
    "Correction",
    "Deadline",
    "DeadlineChange",
    "Dossier",
    "Draft",
    "DraftFile",
    "FirstLineOffer",
    "Grant",
    "Held",
    "Inquiry",
    "Participant",
    "Unsent",
    "WorkItem",
]
