"""Who may not, or may, see a dossier beyond what their rights say."""

from typing import ClassVar

from django.db import models


class Bar(models.Model):
    """This person may not handle (and where ``reading`` is set, not see) this dossier, because …, until …."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="bars")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="bars")
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=400)
    reading = models.BooleanField(default=True)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "staff", "code"], condition=models.Q(lifted_at=None), name="one_bar_per_reason"
            )
        ]


class Grant(models.Model):
    """Holders of a permission with the scope *referred* may see this dossier while the grant lasts."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="grants")
    permission = models.CharField(max_length=60)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "permission"], condition=models.Q(ended_at=None), name="one_open_grant"
            )
        ]
