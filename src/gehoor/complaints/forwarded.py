"""The table of what the ombudsman sends on to the city."""

from typing import ClassVar

from django.db import models


class Forwarding(models.Model):
    """Somebody went to the ombudsman before the city had its first try: the ombudsman sent it on, with the consent of that person.

    ``dossier`` is what it became: a complaint, or a first-line matter where the regulation asks that. ``forwarded_by``: the
    ombudsman who typed it in; nobody when it came by letter or mail and the coordinator did. ``notice_to``: where the end is told.
    """

    dossier = models.OneToOneField(
        "dossiers.Dossier", primary_key=True, on_delete=models.PROTECT, related_name="forwarding"
    )
    forwarded_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    registered_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    second_line = models.CharField(max_length=150, help_text="Who the second line was on that day.")
    their_reference = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(help_text="The day on which the complainant went to the ombudsman.")
    at = models.DateTimeField()
    notice_to = models.EmailField(max_length=254)
    told_at = models.DateTimeField(null=True, help_text="The ombudsman was told how it ended.")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(forwarded_by__isnull=True) ^ models.Q(registered_by__isnull=True),
                name="forwarding_was_typed_in_by_one",
            )
        ]
