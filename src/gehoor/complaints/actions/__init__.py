"""What can be done to a complaint. Every function takes ``by`` (who acts) and ``at`` (when), raises a RuleViolation with a sentence
for the screen when it may not or cannot be, and writes its journal entry in the same transaction.

Points, names and accounts are addressed inside their complaint (by number or id), never on their own: who came through the
door of the complaint cannot reach another's.
"""

from gehoor.complaints.actions.admissibility import (
    admit,
    ask_clarification,
    clarify,
    come_back,
    reject,
    requalify,
    send_to_first_line,
)
from gehoor.complaints.actions.answering import write_answer
from gehoor.complaints.actions.asking import answer_ombudsman, ask_city
from gehoor.complaints.actions.clocks import extend_term, pause_term, resume_term, take_back_extension
from gehoor.complaints.actions.committing import (
    change_commitment,
    commit_to,
    keep_commitment,
    postpone_commitment,
    withdraw_commitment,
)
from gehoor.complaints.actions.contact_plans import agree_contact, end_contact_plan
from gehoor.complaints.actions.ending import satisfy, withdraw
from gehoor.complaints.actions.filing import lodge, lodge_from, name_as_complaint
from gehoor.complaints.actions.forwarding import Forwarded, forward
from gehoor.complaints.actions.handling import (
    assign_handler,
    declare_interest,
    declare_not_involved,
    override_conflict,
)
from gehoor.complaints.actions.hearing import (
    check_own_report,
    check_report,
    mediate,
    note_hearing,
)
from gehoor.complaints.actions.investigating import (
    add_grievance,
    answer_grievance,
    ask_account,
    edit_grievance,
    give_account,
    split_grievance,
    submit_draft,
)
from gehoor.complaints.actions.joining import follow, join, take_apart
from gehoor.complaints.actions.judging import advise, agree, decide, differ, return_draft
from gehoor.complaints.actions.moving import only_if_unchanged
from gehoor.complaints.actions.naming import add_named, set_department, settle_name
from gehoor.complaints.actions.packaging import ask_package, fetch_package
from gehoor.complaints.actions.planning import plan_work, task_takers
from gehoor.complaints.actions.proposing import close, note_no_reaction, react, send_proposal
from gehoor.complaints.actions.second_line import conclude, open_referral, refer
from gehoor.complaints.actions.suspending import resume_complaint, suspend
from gehoor.complaints.actions.writing import (
    add_note,
    hear_complainant,
    keep_for_later,
    take_back_message,
    write_to_complainant,
)

__all__ = [
    "Forwarded",
    "add_grievance",
    "add_named",
    "add_note",
    "admit",
    "advise",
    "agree",
    "agree_contact",
    "answer_grievance",
    "answer_ombudsman",
    "ask_account",
    "ask_city",
    "ask_clarification",
    "ask_package",
    "assign_handler",
    "change_commitment",
    "check_own_report",
    "check_report",
    "clarify",
    "close",
    "come_back",
    "commit_to",
    "conclude",
    "decide",
    "declare_interest",
    "declare_not_involved",
    "differ",
    "edit_grievance",
    "end_contact_plan",
    "extend_term",
    "fetch_package",
    "follow",
    "forward",
    "give_account",
    "hear_complainant",
    "join",
    "keep_commitment",
    "keep_for_later",
    "lodge",
    "lodge_from",
    "mediate",
    "name_as_complaint",
    "note_hearing",
    "note_no_reaction",
    "only_if_unchanged",
    "open_referral",
    "override_conflict",
    "pause_term",
    "plan_work",
    "postpone_commitment",
    "react",
    "refer",
    "reject",
    "requalify",
    "resume_complaint",
    "resume_term",
    "return_draft",
    "satisfy",
    "send_proposal",
    "send_to_first_line",
    "set_department",
    "settle_name",
    "split_grievance",
    "submit_draft",
    "suspend",
    "take_apart",
    "take_back_extension",
    "take_back_message",
    "task_takers",
    "withdraw",
    "withdraw_commitment",
    "write_answer",
    "write_to_complainant",
]
