"""What somebody is still writing on the portal."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from gehoor.dossiers.models import Dossier, Draft, DraftFile
from gehoor.files.actions import discard
from gehoor.files.models import StoredFile
from gehoor.kernel.errors import InvalidInput
from gehoor.kernel.tokens import digest, new_token

KEPT = timedelta(hours=24)
MOST_FILES = 10


def start_draft(answers: dict[str, Any], *, at: datetime) -> tuple[Draft, str]:
    """A new draft and the token that opens it, for a cookie."""
    token = new_token()
    draft = Draft.objects.create(digest=digest(token), answers=answers, created_at=at, changed_at=at)
    draft.sent_reference = ""
    return draft, token


def _drafts() -> QuerySet[Draft]:
    """Drafts with ``sent_reference``, the number of the dossier that was opened with the key of each ("" when none was).

    The contact that came in with the key is the one truth about whether it was sent.
    """
    key = Cast(OuterRef("key"), CharField())
    opened = Dossier.objects.filter(contact_links__opened=True, contact_links__contact__idempotency_key=key)
    along = {"sent_reference": Coalesce(Subquery(opened.values("reference")[:1]), Value(""))}
    return Draft.objects.annotate(**along)


def take_up_again(key: UUID, answers: dict[str, Any], *, at: datetime) -> tuple[Draft, str]:
    """Go on with a draft that expired or whose cookie was lost; made anew with the same key when it is gone.

    The caller holds its answers, signed: whoever does may go on with it. The same key keeps sending it twice one dossier.
    """
    token = new_token()
    fresh = {"digest": digest(token), "changed_at": at}
    made = fresh | {"answers": answers, "created_at": at}
    draft, _ = Draft.objects.update_or_create(key=key, defaults=fresh, create_defaults=made)
    return _drafts().get(pk=draft.pk), token


def draft_behind(token: str, *, at: datetime) -> Draft | None:
    """The draft of that token, if it is not older than 24 hours."""
    if not token:
        return None
    return _drafts().filter(digest=digest(token), changed_at__gt=at - KEPT).first()


@transaction.atomic
def keep_answers(draft: Draft, answers: dict[str, Any], *, at: datetime) -> None:
    """Store answers beside those that are there; nothing typed before is lost."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    row.answers |= answers
    row.changed_at = at
    row.save(update_fields=["answers", "changed_at"])
    draft.answers, draft.changed_at = row.answers, at


@transaction.atomic
def add_file(draft: Draft, file: StoredFile, *, at: datetime) -> None:
    """Hang a stored file on a draft; at most ten."""
    Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.files.count() >= MOST_FILES:
        raise InvalidInput(f"Je kan hoogstens {MOST_FILES} bestanden toevoegen.", field="files")
    DraftFile.objects.create(draft=draft, file=file)
    Draft.objects.filter(pk=draft.pk).update(changed_at=at)


@transaction.atomic
def remove_file(draft: Draft, file_public_id: UUID) -> None:
    """Take a file off a draft and let it go; nothing happens when it is not there."""
    found = draft.files.filter(file__public_id=file_public_id)
    ids = list(found.values_list("file_id", flat=True))
    found.delete()
    discard(ids)


def files_of(draft: Draft) -> list[StoredFile]:
    """The files of a draft, in the order they were added."""
    return [row.file for row in draft.files.select_related("file")]


def draft_to_send(token: str, *, at: datetime) -> Draft | None:
    """The draft of that token, locked until the transaction ends, so that sending it twice at once is sending it once.

    It has ``has_files`` along.
    """
    if not token:
        return None
    along = {"has_files": Exists(DraftFile.objects.filter(draft=OuterRef("pk")))}
    locked = _drafts().select_for_update().annotate(**along)
    return locked.filter(digest=digest(token), changed_at__gt=at - KEPT).first()


@transaction.atomic
def forget_old_drafts(*, at: datetime) -> int:
    """Delete drafts that nobody touched for 24 hours, with the files of those that were never sent. Returns how many drafts."""
    old = list(_drafts().select_for_update(skip_locked=True).filter(changed_at__lte=at - KEPT))
    unsent = DraftFile.objects.filter(draft__in=[draft for draft in old if not draft.sent_reference])
    files = list(unsent.values_list("file_id", flat=True))
    Draft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    discard(files)
    return len(old)
