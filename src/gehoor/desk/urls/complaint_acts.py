"""The addresses of every act on a complaint, and of the question to a department.

A move of the procedure has the name ``complaint_`` and the name of its row.
"""

from django.urls import path

from gehoor.desk.views import outside
from gehoor.desk.views.complaint_acts import (
    account,
    admissibility,
    answer,
    clocks,
    commitments,
    ending,
    hearing,
    investigation,
    joining,
    judgement,
    people,
    second_line,
    suspending,
    work,
)
from gehoor.desk.views.complaint_acts.base import ComplaintAct

_ACTS: dict[str, tuple[str, type[ComplaintAct]]] = {
    "ask_clarification": ("verduidelijking-vragen", admissibility.AskClarification),
    "clarify": ("verduidelijking", admissibility.Clarify),
    "send_to_first_line": ("eerst-dienst", admissibility.SendToFirstLine),
    "come_back": ("niet-opgelost", admissibility.ComeBack),
    "admit": ("ontvankelijk", admissibility.Admit),
    "reject": ("onontvankelijk", admissibility.Reject),
    "requalify": ("geen-klacht", admissibility.Requalify),
    "assign_handler": ("behandelaar", investigation.AssignHandler),
    "submit_draft": ("ontwerp", investigation.SubmitDraft),
    "return_draft": ("ontwerp-terug", judgement.ReturnDraft),
    "agree": ("eens", judgement.Agree),
    "differ": ("anders", judgement.Differ),
    "advise": ("advies", judgement.Advise),
    "decide": ("beslissen", judgement.Decide),
    "send_proposal": ("voorstel", ending.SendProposal),
    "accept": ("akkoord", ending.Accept),
    "refuse": ("niet-akkoord", ending.Refuse),
    "no_reaction": ("geen-reactie", ending.NoReaction),
    "close": ("afsluiten", ending.CloseComplaint),
    "withdraw": ("intrekken", ending.Withdraw),
    "satisfy": ("opgelost", ending.Satisfy),
    "mediate": ("bemiddeld", hearing.Mediate),
    "hear": ("gesprek", hearing.NoteHearing),
    "hearing_check": ("gesprek/<int:number>/nalezen", hearing.CheckReport),
    "follow": ("oordeel-overnemen", joining.Follow),
    "join": ("voegen", joining.Join),
    "take_apart": ("apart", joining.TakeApart),
    "suspend": ("opschorten", suspending.Suspend),
    "resume": ("hervatten", suspending.Resume),
    "contact_plan": ("contactafspraak", suspending.AgreeContact),
    "contact_plan_end": ("contactafspraak-beeindigen", suspending.EndContactPlan),
    "declare": ("verklaring", people.Declare),
    "interest": ("betrokken", people.DeclareInterest),
    "override": ("weigering-opheffen", people.LiftRefusal),
    "department": ("dienst", people.SetDepartment),
    "name_add": ("naam", people.AddName),
    "name_settle": ("naam/<int:pk>", people.SettleName),
    "point_add": ("punt", investigation.AddPoint),
    "point_edit": ("punt/<int:number>/verwoorden", investigation.EditPoint),
    "point_split": ("punt/<int:number>/splitsen", investigation.SplitPoint),
    "point_answer": ("punt/<int:number>/bevinding", investigation.AnswerPoint),
    "answer": ("antwoord", answer.WriteAnswer),
    "commitment_add": ("toezegging", commitments.AddCommitment),
    "commitment_change": ("toezegging/<int:number>/veranderen", commitments.ChangeCommitment),
    "commitment_move": ("toezegging/<int:number>/uitstellen", commitments.PostponeCommitment),
    "commitment_withdraw": ("toezegging/<int:number>/intrekken", commitments.WithdrawCommitment),
    "account_ask": ("relaas", investigation.AskAccount),
    "clock_pause": ("klok/<slug:code>/schorsen", clocks.PauseClock),
    "clock_resume": ("klok/<slug:code>/hervatten", clocks.ResumeClock),
    "clock_extend": ("klok/<slug:code>/verlengen", clocks.ExtendClock),
    "clock_take_back": ("klok/<slug:code>/verlenging/<int:pk>/intrekken", clocks.TakeBackExtension),
    "question": ("ombudsman/vraag/<int:number>", second_line.AnswerQuestion),
    "refer": ("ombudsman", ending.Refer),
    "ask_outside": ("vraag-buiten", outside.AskOutsideInComplaint),
    "inquiry": ("vraag-buiten/<int:number>", outside.HandleInquiryOfComplaint),
    "task": ("taak", work.PlanTask),
    "said": ("gezegd", ending.SaidByComplainant),
}

urlpatterns = [
    path(
        "klachten/<str:reference>/ombudsman/antwoord/<uuid:file_id>/",
        second_line.answer_file,
        name="complaint_answer_file",
    ),
    path("klachtvragen/<int:pk>/", account.AccountPage.as_view(), name="account"),
    path("klachtgesprekken/<int:pk>/", hearing.OwnReport.as_view(), name="own_report"),
    *(
        path(f"klachten/<str:reference>/{word}/", view.as_view(), name=f"complaint_{name}")
        for name, (word, view) in _ACTS.items()
    ),
]
