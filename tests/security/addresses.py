"""Every address of Gehoor, read from the URL conf itself, and what it takes to come in: the table that the access tests walk.

A new address needs one row in :data:`TABLE`: which door it has, and which permissions it asks beside that. Without a row the tests fail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from django.urls import URLPattern, URLResolver, get_resolver


class Door(Enum):
    """What somebody must be, or what must be open to them, to come in at all."""

    ANYBODY = auto()
    """No door: the city's public pages, signing in, the machine's own checks."""
    SIGNED_IN = auto()
    """Their own account."""
    STAFF = auto()
    """Somebody of the city."""
    ORDINARY = auto()
    """A question, melding, suggestion or compliment they may see."""
    COMPLAINT = auto()
    """A complaint they may see and are not concerned in."""
    QUESTION = auto()
    """A question to their department about a complaint."""
    HEARD = auto()
    """The report of a conversation with themselves."""
    TASK = auto()
    """A task of theirs, of their department, or on a dossier they may see."""
    LETTER = auto()
    """A letter to post, about a dossier they may see."""
    SECOND_LINE = auto()
    """The ombudsman."""
    REFERRAL = auto()
    """The ombudsman, while the complaint is referred."""
    FORWARDED = auto()
    """The ombudsman, for what was sent on by the ombudsman."""
    LINK = auto()
    """Whoever holds a tracking link."""
    ANSWER = auto()
    """Whoever holds the link of a question to somebody outside the city."""
    DRAFT = auto()
    """The browser in which a story is being written."""
    DEMO = auto()
    """The demo city only; elsewhere it is not there."""


@dataclass(frozen=True)
class Row:
    """``asks``: permissions of which one is enough, also to look; ``posts``: to act. Empty: the door is enough.

    ``overall``: the permission asked must hold for everything, not for the own things alone.
    """

    door: Door
    asks: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    overall: bool = False


@dataclass(frozen=True)
class Address:
    """One address: its name with namespace, its route as written, the parameters it takes."""

    name: str
    route: str
    parameters: frozenset[str]


def addresses() -> list[Address]:
    """All of them."""
    return list(_walk(get_resolver().url_patterns, Address("", "", frozenset())))


def _walk(patterns: list[URLPattern | URLResolver], above: Address) -> Iterator[Address]:
    for pattern in patterns:
        asked = above.parameters | set(pattern.pattern.regex.groupindex)
        route = above.route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            names = f"{above.name}{pattern.namespace}:" if pattern.namespace else above.name
            yield from _walk(pattern.url_patterns, Address(names, route, asked))
        else:
            yield Address(f"{above.name}{pattern.name}", route, asked)


_WORK = ("dossiers.work",)
_POSTS = ("dossiers.work", "complaints.coordinate")


def _act(*permissions: str) -> Row:
    """The page of an act on an ordinary dossier: showing it asks what doing it asks."""
    return Row(Door.ORDINARY, asks=permissions)


def _move(*permissions: str) -> Row:
    """The page of an act on a complaint, for who has a hand in it."""
    return Row(Door.COMPLAINT, asks=permissions)


_REGULATION = Row(Door.STAFF, asks=("regulations.manage",))
_LETTERS = Row(Door.STAFF, asks=("letters.manage",))
_COORDINATOR = ("complaints.coordinate",)
_HANDLER = ("complaints.investigate",)
_EITHER = (*_COORDINATOR, *_HANDLER)

TABLE: Mapping[str, Row] = {
    "livez": Row(Door.ANYBODY),
    "readyz": Row(Door.ANYBODY),
    # the desk
    "desk:home": Row(Door.SIGNED_IN),  # who works elsewhere is sent to their own side
    "desk:queue": Row(Door.STAFF),
    "desk:account_requests": Row(Door.STAFF),
    "desk:search": Row(Door.STAFF),
    "desk:tasks": Row(Door.STAFF),
    "desk:absences": Row(Door.STAFF),
    "desk:absence_back": Row(Door.STAFF),
    "desk:finish_task": Row(Door.TASK),
    "desk:on_paper": Row(Door.LETTER, asks=_POSTS),
    "desk:post_letter": Row(Door.LETTER, asks=_POSTS),
    "desk:print_letter": Row(Door.LETTER, asks=_POSTS),
    "desk:other_than_letter": Row(Door.LETTER, asks=_POSTS),
    "desk:mailboxes": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:mailbox_new": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:mailbox": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:mailbox_test": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:contact": Row(Door.STAFF, asks=("dossiers.register",)),
    "desk:contact_finds": Row(Door.STAFF, asks=("dossiers.register",)),
    "desk:colleagues": Row(Door.STAFF, asks=("dossiers.triage",)),
    "desk:dossier": Row(Door.ORDINARY),
    "desk:file": Row(Door.ORDINARY),
    "desk:loose_mails": Row(Door.STAFF, asks=("dossiers.triage",)),
    "desk:loose_mail": Row(Door.STAFF, asks=("dossiers.triage",)),
    "desk:loose_original": Row(Door.STAFF, asks=("dossiers.triage",)),
    "desk:mail": Row(Door.ORDINARY),
    "desk:mail_original": Row(Door.ORDINARY, asks=("mail.original",)),
    "desk:write": Row(Door.ORDINARY, posts=_WORK),
    "desk:canned_texts": Row(Door.STAFF, asks=("texts.manage",)),
    "desk:canned_new": Row(Door.STAFF, asks=("texts.manage",)),
    "desk:canned_text": Row(Door.STAFF, asks=("texts.manage",)),
    "desk:take_back": Row(Door.ORDINARY, posts=_WORK),
    "desk:mishap": _act("dossiers.work"),
    "desk:breaches": Row(Door.STAFF, asks=("breaches.judge",)),
    "desk:breach": Row(Door.STAFF, asks=("breaches.judge",)),
    "desk:note": Row(Door.ORDINARY, posts=_WORK),
    "desk:take": Row(Door.ORDINARY, posts=("dossiers.assign",)),
    "desk:triage": _act("dossiers.triage"),
    "desk:assign": _act("dossiers.assign"),
    "desk:give_back": _act("dossiers.work"),
    "desk:close": _act("dossiers.work"),
    "desk:reopen": _act("dossiers.work"),
    "desk:reply": _act("dossiers.work"),
    "desk:said": _act("dossiers.work"),
    "desk:correct": _act("dossiers.correct"),
    "desk:task": _act("dossiers.work"),
    "desk:ask_outside": _act("dossiers.work"),
    "desk:inquiry": _act("dossiers.work"),
    "desk:clock_pause": _act(*_COORDINATOR),  # whose hand it is, the regulation says of each term
    "desk:clock_resume": _act(*_COORDINATOR),
    "desk:clock_extend": _act(*_COORDINATOR),
    "desk:clock_take_back": _act(*_COORDINATOR),
    "desk:to_complaint": _act("dossiers.work", "dossiers.triage"),
    # the regulations
    "desk:regulations": _REGULATION,
    "desk:regulation_difference": _REGULATION,
    "desk:regulation_take_back": _REGULATION,
    "desk:regulation": _REGULATION,
    "desk:regulation_file": _REGULATION,
    "desk:regulation_in_force": _REGULATION,
    "desk:regulation_draft_start": _REGULATION,
    "desk:regulation_draft": _REGULATION,
    "desk:regulation_draft_reading": _REGULATION,
    "desk:regulation_draft_file": _REGULATION,
    "desk:regulation_draft_in_force": _REGULATION,
    "desk:regulation_draft_aside": _REGULATION,
    "desk:closing_days": _REGULATION,
    "desk:closing_days_add": _REGULATION,
    "desk:closing_day_add": _REGULATION,
    "desk:closing_days_remove": _REGULATION,
    "desk:closing_days_file": _REGULATION,
    "desk:regulation_replay": _REGULATION,
    "desk:regulation_replay_found": _REGULATION,  # only who asked for it
    # the words of letters
    "desk:letters": _LETTERS,
    "desk:letter": _LETTERS,
    "desk:letter_write": _LETTERS,
    "desk:letter_original": _LETTERS,
    "desk:letter_mail": _LETTERS,
    "desk:letter_version": _LETTERS,
    "desk:letter_use": _LETTERS,
    "desk:letter_aside": _LETTERS,
    "desk:letter_version_mail": _LETTERS,
    # mail out
    "desk:mail_out": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:mail_out_test": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:letterhead": Row(Door.STAFF, asks=("organisation.manage",)),
    "desk:letterhead_mail": Row(Door.STAFF, asks=("organisation.manage",)),
    # complaints
    "desk:day": Row(Door.STAFF, asks=("complaints.view",), overall=True),
    "desk:follow_up": Row(Door.STAFF, asks=("complaints.view",), overall=True),
    "desk:complaints": Row(Door.STAFF, asks=("complaints.view",)),
    "desk:complaint": Row(Door.COMPLAINT),
    "desk:complaint_file": Row(Door.COMPLAINT),
    "desk:complaint_mail": Row(Door.COMPLAINT),
    "desk:complaint_mail_original": Row(Door.COMPLAINT, asks=("mail.original",)),
    "desk:complaint_question": _move(*_COORDINATOR),
    "desk:complaint_answer_file": Row(Door.COMPLAINT),
    "desk:forward": Row(Door.STAFF, asks=("complaints.coordinate",)),
    "desk:complaint_package": Row(Door.COMPLAINT, asks=_COORDINATOR),
    "desk:complaint_package_fetch": Row(Door.COMPLAINT, asks=_COORDINATOR),
    "desk:complaint_write": Row(Door.COMPLAINT, posts=_EITHER),
    "desk:complaint_take_back": Row(Door.COMPLAINT, posts=_EITHER),
    "desk:complaint_mishap": _move(*_EITHER),
    "desk:complaint_note": Row(Door.COMPLAINT, posts=_EITHER),
    "desk:complaint_task": _move(*_EITHER),
    "desk:complaint_ask_outside": _move(*_EITHER),
    "desk:complaint_inquiry": _move(*_EITHER),
    "desk:account": Row(Door.QUESTION),
    "desk:own_report": Row(Door.HEARD),
    "desk:complaint_hear": _move(*_EITHER),
    "desk:complaint_hearing_check": _move(*_EITHER),
    "desk:complaint_follow": _move(*_COORDINATOR),
    "desk:complaint_join": _move(*_COORDINATOR),
    "desk:complaint_take_apart": _move(*_COORDINATOR),
    "desk:complaint_suspend": _move(*_COORDINATOR),
    "desk:complaint_resume": _move(*_COORDINATOR),
    "desk:complaint_contact_plan": _move(*_COORDINATOR),
    "desk:complaint_contact_plan_end": _move(*_COORDINATOR),
    "desk:complaint_mediate": _move(*_EITHER),
    "desk:complaint_ask_clarification": _move(*_COORDINATOR),
    "desk:complaint_clarify": _move(*_COORDINATOR),
    "desk:complaint_send_to_first_line": _move(*_COORDINATOR),
    "desk:complaint_come_back": _move(*_COORDINATOR),
    "desk:complaint_admit": _move(*_COORDINATOR),
    "desk:complaint_reject": _move(*_COORDINATOR),
    "desk:complaint_requalify": _move(*_COORDINATOR),
    "desk:complaint_assign_handler": _move(*_COORDINATOR),
    "desk:complaint_submit_draft": _move(*_HANDLER),
    "desk:complaint_return_draft": _move(*_COORDINATOR),
    "desk:complaint_agree": _move(*_COORDINATOR),
    "desk:complaint_differ": _move(*_COORDINATOR),
    "desk:complaint_advise": _move("complaints.advise"),
    "desk:complaint_decide": _move(*_COORDINATOR),
    "desk:complaint_send_proposal": _move(*_COORDINATOR),
    "desk:complaint_accept": _move(*_COORDINATOR),
    "desk:complaint_refuse": _move(*_COORDINATOR),
    "desk:complaint_no_reaction": _move(*_COORDINATOR),
    "desk:complaint_close": _move(*_COORDINATOR),
    "desk:complaint_withdraw": _move(*_COORDINATOR),
    "desk:complaint_satisfy": _move(*_COORDINATOR),
    "desk:complaint_declare": _move(*_HANDLER),
    "desk:complaint_interest": Row(Door.COMPLAINT),
    "desk:complaint_override": _move("complaints.override"),
    "desk:complaint_department": _move(*_COORDINATOR),
    "desk:complaint_name_add": _move(*_EITHER),
    "desk:complaint_name_settle": _move(*_COORDINATOR),
    "desk:complaint_point_add": _move(*_EITHER),
    "desk:complaint_point_edit": _move(*_EITHER),
    "desk:complaint_point_split": _move(*_EITHER),
    "desk:complaint_point_answer": _move(*_EITHER),
    "desk:complaint_answer": _move(*_EITHER),
    "desk:complaint_commitment_add": _move(*_EITHER),
    "desk:complaint_commitment_change": _move(*_EITHER),
    "desk:complaint_commitment_move": _move(*_COORDINATOR),
    "desk:complaint_commitment_withdraw": Row(Door.COMPLAINT, asks=_EITHER, posts=_COORDINATOR),
    "desk:complaint_account_ask": _move(*_EITHER),
    "desk:complaint_clock_pause": _move(*_COORDINATOR),
    "desk:complaint_clock_resume": _move(*_COORDINATOR),
    "desk:complaint_clock_extend": _move(*_COORDINATOR),
    "desk:complaint_clock_take_back": _move(*_COORDINATOR),
    "desk:complaint_refer": _move(*_COORDINATOR),
    "desk:complaint_said": _move(*_EITHER),
    # the second line
    "ombuds:referrals": Row(Door.SECOND_LINE),
    "ombuds:thanks": Row(Door.SECOND_LINE),
    "ombuds:recommendations": Row(Door.SECOND_LINE),
    "ombuds:forwarded": Row(Door.SECOND_LINE, asks=("ombuds.forward",)),
    "ombuds:forward": Row(Door.SECOND_LINE, asks=("ombuds.forward",)),
    "ombuds:forwarded_one": Row(Door.FORWARDED),
    "ombuds:dossier": Row(Door.REFERRAL),
    "ombuds:open": Row(Door.REFERRAL),
    "ombuds:conclude": Row(Door.REFERRAL, asks=("ombuds.conclude",)),
    "ombuds:file": Row(Door.REFERRAL),
    "ombuds:ask": Row(Door.REFERRAL),
    "ombuds:answer_file": Row(Door.REFERRAL),
    "ombuds:package": Row(Door.REFERRAL),
    "ombuds:fetch_package": Row(Door.REFERRAL),
    # one's own account
    "own_account": Row(Door.SIGNED_IN),
    "account_stay": Row(Door.SIGNED_IN),
    "account_login": Row(Door.ANYBODY),
    "account_logout": Row(Door.ANYBODY),
    "account_inactive": Row(Door.ANYBODY),
    "account_reauthenticate": Row(Door.SIGNED_IN),
    "account_change_password": Row(Door.SIGNED_IN),
    "account_set_password": Row(Door.SIGNED_IN),
    "account_reset_password": Row(Door.ANYBODY),
    "account_reset_password_done": Row(Door.ANYBODY),
    "account_reset_password_from_key_done": Row(Door.ANYBODY),
    "account_reset_password_from_key": Row(Door.ANYBODY),
    "mfa_index": Row(Door.SIGNED_IN),
    "mfa_authenticate": Row(Door.ANYBODY),
    "mfa_reauthenticate": Row(Door.SIGNED_IN),
    "mfa_activate_totp": Row(Door.SIGNED_IN),
    "mfa_deactivate_totp": Row(Door.SIGNED_IN),
    "mfa_view_recovery_codes": Row(Door.SIGNED_IN),
    "mfa_generate_recovery_codes": Row(Door.SIGNED_IN),
    "mfa_download_recovery_codes": Row(Door.SIGNED_IN),
    "mfa_list_webauthn": Row(Door.SIGNED_IN),
    "mfa_add_webauthn": Row(Door.SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(Door.SIGNED_IN),
    "mfa_remove_webauthn": Row(Door.SIGNED_IN),
    "mfa_edit_webauthn": Row(Door.SIGNED_IN),
    # the demo city
    "demo": Row(Door.DEMO),
    "demo_sign_in": Row(Door.DEMO),
    "demo_outbox": Row(Door.DEMO),
    "demo_mail": Row(Door.DEMO),
    "demo_mail_layout": Row(Door.DEMO),
    # the citizen
    "portal:home": Row(Door.ANYBODY),
    "portal:start": Row(Door.ANYBODY),
    "portal:begin_again": Row(Door.ANYBODY),
    "portal:files": Row(Door.DRAFT),
    "portal:check": Row(Door.DRAFT),
    "portal:sent": Row(Door.DRAFT),
    "portal:question": Row(Door.DRAFT),
    "portal:lost_link": Row(Door.ANYBODY),
    "portal:lost_link_sent": Row(Door.ANYBODY),
    "portal:how": Row(Door.ANYBODY),
    "portal:regulation": Row(Door.ANYBODY),
    "portal:privacy": Row(Door.ANYBODY),
    "portal:accessibility": Row(Door.ANYBODY),
    "portal:track": Row(Door.LINK),
    "portal:receipt": Row(Door.LINK),
    "portal:receipt_file": Row(Door.LINK),
    "portal:data": Row(Door.LINK),
    "portal:file": Row(Door.LINK),
    "portal:letter": Row(Door.LINK),
    "portal:message": Row(Door.LINK),
    "portal:act": Row(Door.LINK),
    "portal:lost": Row(Door.ANYBODY),
    "portal:outside": Row(Door.ANSWER),
    "portal:outside_decline": Row(Door.ANSWER),
    "portal:outside_file": Row(Door.ANSWER),
    "portal:lost_answer": Row(Door.ANYBODY),
}


def row_of(address: Address) -> Row:
    """The row of an address; says what to add when there is none."""
    row = TABLE.get(address.name)
    assert row is not None, (
        f"{address.name} (/{address.route}) has no row in tests/security/addresses.py: add its name to TABLE with its door "
        f"(one of {', '.join(door.name for door in Door)}), the permissions it asks to look, and those it asks to act."
    )
    return row
