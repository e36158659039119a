"""Who the city is: bodies with departments, people with roles, roles with permissions."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from gehoor.kernel.actors import Scope


class Body(models.Model):
    """A *bestuur*: the city, the OCMW, an autonomous company. One front door, several bodies."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A *dienst* that answers for dossiers. Exactly one per installation is the contact point."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="departments")
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    what_it_does = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    opening_hours = models.JSONField(
        default=dict, help_text='Per weekday, local times: {"mon": [["09:00", "12:00"]], …}'
    )
    head = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="heads"
    )
    is_contact_point = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_contact_point"], condition=models.Q(is_contact_point=True), name="one_contact_point"
            )
        ]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Looks people up by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """The person with that address; raises ``Staff.DoesNotExist``."""
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """A person who signs in: someone of the city, or the ombudsman (``is_external``)."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_external = models.BooleanField(default=False, help_text="Works for the second line, not for the city.")
    is_demo = models.BooleanField(default=False, help_text="May sign in without a password, in demo mode only.")
    created_at = models.DateTimeField()

    objects: ClassVar[StaffManager] = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works in a department."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "department"], name="one_membership_per_department")
        ]


class Role(models.Model):
    """A named bundle of permissions."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class RolePermission(models.Model):
    """One cell of the permission matrix."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=60)
    scope = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Scope])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["role", "permission"], name="one_cell_per_role")]


class RoleHolding(models.Model):
    """Somebody holds a role."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="holdings")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="holdings")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "role"], name="hold_a_role_once")]


class Absence(models.Model):
    """Somebody is away from the first day to the last, both included. ``deputy`` does the work meanwhile; the clocks run on."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    deputy = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="deputyships")
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["first_day", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["last_day"], condition=models.Q(withdrawn_at=None), name="absence_not_over"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(deputy=models.F("staff")), name="nobody_is_their_own_deputy"),
        ]


class RateCounter(models.Model):
    """How often something was tried in a window of time: shared by all processes, because it is in the database."""

    bucket = models.CharField(max_length=40)
    key = models.BinaryField(max_length=32, help_text="SHA-256 of an address or a user, never the plain value.")
    window_start = models.DateTimeField()
    hits = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bucket", "key", "window_start"], name="one_counter_per_window")
        ]
