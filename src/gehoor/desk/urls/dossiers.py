"""The addresses for ordinary dossiers: queue, dossier, contact, search, tasks."""

from django.urls import path

from gehoor.desk.views import (
    acts,
    contact,
    dossier_clocks,
    dossiers,
    home,
    outside,
    posting,
    queue,
    search,
    taking_back,
    tasks,
)

_ACTS = {
    "sturen": ("triage", acts.Triage),
    "toewijzen": ("assign", acts.Assign),
    "teruggeven": ("give_back", acts.GiveBack),
    "afsluiten": ("close", acts.Close),
    "heropenen": ("reopen", acts.Reopen),
    "reactie": ("reply", acts.Reply),
    "gezegd": ("said", acts.Said),
    "verbeteren": ("correct", acts.Correct),
    "taak": ("task", acts.PlanTask),
    "klacht": ("to_complaint", acts.ToComplaint),
    "vraag-buiten": ("ask_outside", outside.AskOutside),
}

_CLOCK = {
    "schorsen": ("clock_pause", dossier_clocks.PauseClock),
    "hervatten": ("clock_resume", dossier_clocks.ResumeClock),
    "verlengen": ("clock_extend", dossier_clocks.ExtendClock),
    "verlenging/<int:pk>/intrekken": ("clock_take_back", dossier_clocks.TakeBackExtension),
}

urlpatterns = [
    path("", home.home, name="home"),
    path("wachtrij/", queue.queue, name="queue"),
    path("wachtrij/klachtvragen/", queue.account_requests, name="account_requests"),
    path("zoek/", search.search, name="search"),
    path("taken/", tasks.tasks, name="tasks"),
    path("taken/<int:pk>/klaar/", tasks.FinishTask.as_view(), name="finish_task"),
    path("taken/<int:pk>/op-papier/", tasks.OnPaper.as_view(), name="on_paper"),
    path("taken/<int:pk>/brief/", posting.PaperLetter.as_view(), name="post_letter"),
    path("taken/<int:pk>/brief/afdrukken/", posting.PrintedLetter.as_view(), name="print_letter"),
    path("taken/<int:pk>/brief/anders/", posting.ReachedOtherwise.as_view(), name="other_than_letter"),
    path("contact/", contact.contact, name="contact"),
    path("contact/vondsten/", contact.finds, name="contact_finds"),
    path("collegas/", acts.colleagues, name="colleagues"),
    path("dossiers/<str:reference>/", dossiers.dossier, name="dossier"),
    path("dossiers/<str:reference>/bericht/", dossiers.write, name="write"),
    path("dossiers/<str:reference>/bericht/<uuid:message_id>/terughalen/", taking_back.take_back, name="take_back"),
    path("dossiers/<str:reference>/notitie/", dossiers.note, name="note"),
    path("dossiers/<str:reference>/vraag-buiten/<int:number>/", outside.HandleInquiry.as_view(), name="inquiry"),
    path("dossiers/<str:reference>/opnemen/", dossiers.take, name="take"),
    path("dossiers/<str:reference>/bestand/<uuid:file_id>/", dossiers.file, name="file"),
    *(path(f"dossiers/<str:reference>/{word}/", view.as_view(), name=name) for word, (name, view) in _ACTS.items()),
    *(
        path(f"dossiers/<str:reference>/klok/<slug:code>/{word}/", view.as_view(), name=name)
        for word, (name, view) in _CLOCK.items()
    ),
]
