"""The doors to regulations: for who manages them. Not there and not allowed look the same."""

from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import NotFound
from gehoor.organisation.access import require
from gehoor.regulations.models import RegulationDraft, RegulationVersion


def version_for(actor: Actor, pk: int) -> RegulationVersion:
    """One version. Raises NotAllowed and NotFound."""
    require(actor, "regulations.manage")
    found = RegulationVersion.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("Deze versie is er niet.")
    return found


def draft_for(actor: Actor, pk: int) -> RegulationDraft:
    """One draft, also when it was decided or laid aside. Raises NotAllowed and NotFound."""
    require(actor, "regulations.manage")
    found = RegulationDraft.objects.select_related("edited_by", "based_on", "became").filter(pk=pk).first()
    if found is None:
        raise NotFound("Dit ontwerp is er niet.")
    return found
