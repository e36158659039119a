"""The addresses of the regulations, for who manages them."""

from django.urls import path

from gehoor.desk.views import regulation_drafts as drafts
from gehoor.desk.views import regulation_replays as replays
from gehoor.desk.views import regulations

_VERSION = "reglementen/versie/<int:version_id>/"
_DRAFT = "reglementen/ontwerp/<int:draft_id>/"

urlpatterns = [
    path("reglementen/", regulations.regulations, name="regulations"),
    path("reglementen/verschil/", regulations.difference, name="regulation_difference"),
    path("reglementen/terugnemen/<int:applied_id>/", regulations.taken_back, name="regulation_take_back"),
    path(_VERSION, regulations.version, name="regulation"),
    path(f"{_VERSION}bestand/", regulations.version_file, name="regulation_file"),
    path(f"{_VERSION}in-werking/", regulations.version_in_force, name="regulation_in_force"),
    path("reglementen/ontwerp/nieuw/", drafts.start, name="regulation_draft_start"),
    path(_DRAFT, drafts.draft, name="regulation_draft"),
    path(f"{_DRAFT}lezen/", drafts.reading, name="regulation_draft_reading"),
    path(f"{_DRAFT}bestand/", drafts.draft_file, name="regulation_draft_file"),
    path(f"{_DRAFT}in-werking/", drafts.in_force, name="regulation_draft_in_force"),
    path(f"{_DRAFT}opzij/", drafts.aside, name="regulation_draft_aside"),
    path(f"{_DRAFT}naspelen/", replays.replay, name="regulation_replay"),
    path("reglementen/nagespeeld/<int:replay_id>/", replays.found, name="regulation_replay_found"),
]
