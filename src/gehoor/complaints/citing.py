"""Exhibits by number and name, as a letter to the complainant cites them."""

from collections.abc import Collection

from django.db.models import Q

from gehoor.complaints.models import Exhibit, Hearing

_COLLEAGUE = "een medewerker van de stad"


def cited(complaint_id: int, numbers: Collection[int]) -> str:
    """``stuk 2 (het relaas van Reiniging) en stuk 3 (foto.jpg)``; empty without numbers. One statement, or none."""
    if not numbers:
        return ""
    rows = Exhibit.objects.filter(Q(number__in=numbers), complaint=complaint_id).order_by("number")
    rows = rows.select_related("attachment__file", "account__department", "hearing")
    named = [f"stuk {row.number} ({_name(row)})" for row in rows]
    return " en ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else "".join(named)


def _name(row: Exhibit) -> str:
    """What it is. Which colleague was heard stays inside the city."""
    if row.account is not None:
        return f"het relaas van {row.account.department.name}"
    if row.hearing is not None:
        who = {Hearing.Whom.COMPLAINANT: "jou", Hearing.Whom.COLLEAGUE: _COLLEAGUE}
        return f"het verslag van ons gesprek met {who.get(Hearing.Whom(row.hearing.whom), row.hearing.name)}"
    return "een bestand dat gewist is" if row.attachment is None else row.attachment.file.name
