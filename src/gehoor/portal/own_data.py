"""*Al je gegevens meenemen*: what the city holds of this matter that is the citizen's own. Never anything internal."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gehoor.complaints.queries import timeline_in_words, told_in, tracked_complaints
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.dossiers.queries import reporter_of, spoken_for, tracked
from gehoor.kernel.clock import BRUSSELS
from gehoor.regulations.terms import is_owed

if TYPE_CHECKING:
    from gehoor.complaints.pages import CitizenView
    from gehoor.correspondence.queries import Said
    from gehoor.dossiers.queries import Clock, TrackedDossier
    from gehoor.portal.doors import Visit


def own_data(visit: "Visit") -> dict[str, Any]:
    """Who the citizen is to the city and what was said and done, in words a person and a program can read."""
    views = tracked_complaints(visit.dossiers, today=visit.today)
    return {
        "gemaakt_op": _moment(visit.at),
        "jij": _reporter(reporter_of(visit.dossiers[0])),
        "voor_wie_je_schreef": _reporter(spoken_for(visit.dossiers[0])),
        "dossiers": [_dossier(row, views.get(row.dossier.pk)) for row in tracked(visit.dossiers, at=visit.at)],
    }


def _reporter(party: Any) -> dict[str, str]:
    if party is None:
        return {}
    return {
        "naam": party.name,
        "contactpersoon": party.contact_name,
        "e-mail": party.email,
        "telefoon": party.phone,
        "adres": party.address,
    }


def _dossier(row: "TrackedDossier", view: "CitizenView | None") -> dict[str, Any]:
    dossier = row.dossier
    return {
        "nummer": dossier.reference,
        "soort": KIND_LABELS[Kind(dossier.kind)],
        "titel": dossier.title,
        "plaats": dossier.place,
        "wanneer": dossier.occurred,
        "dienst": dossier.department.name,
        "ontvangen_op": _moment(dossier.received_at),
        "afgesloten_op": _moment(dossier.closed_at),
        "berichten": [_message(said) for said in row.messages],
        "wat_er_gebeurde": [{"op": _moment(line.at), "tekst": line.text} for line in timeline_in_words(row.entries)],
        "termijnen": [_clock(clock) for clock in row.clocks if is_owed(clock.reckoning.term)],
        **({} if view is None else {"klacht": _complaint(view)}),
    }


def _message(said: "Said") -> dict[str, Any]:
    message = said.message
    return {
        "op": _moment(message.at),
        "van": message.author_name,
        "aan": message.to_name,
        "onderwerp": message.subject,
        "tekst": message.body.replace("[link]", "").strip(),
        "bestanden": [{"naam": file.name, "grootte": file.size} for file in said.files],
        **_withdrawn(said),
    }


def _withdrawn(said: "Said") -> dict[str, Any]:
    """Only where something was withdrawn: that it was, when and why."""
    message = said.message
    rows = [(one.withdrawn_at, one.withdrawn_why) for one in said.gone]
    found: dict[str, Any] = {}
    if message.withdrawn_at is not None:
        found["ingetrokken"] = {"op": _moment(message.withdrawn_at), "reden": message.withdrawn_why}
    if rows:
        found["ingetrokken_bestanden"] = [{"op": _moment(at), "reden": why} for at, why in rows]
    return found


def _clock(clock: "Clock") -> dict[str, Any]:
    row = clock.deadline
    return {
        "wat": row.label,
        "vanaf": row.started_on.isoformat(),
        "uiterlijk": row.due_on.isoformat() if row.due_on else None,
        "gedaan_op": row.met_on.isoformat() if row.met_on else None,
        "uitleg": clock.reckoning.sentence(),
    }


def _complaint(view: "CitizenView") -> dict[str, Any]:
    told = told_in(view.complaint)
    return {
        "wie_je_noemde": list(told.named),
        "wat_je_wilde": told.wished,
        "punten": [
            {"nummer": p.number, "tekst": p.text, "bevinding": p.finding_label, "uitleg": p.reasons}
            for p in view.points
        ],
        "gesprekken": [
            {
                "op": talk.held_on.isoformat(),
                "hoe": talk.kind_label,
                "verslag": talk.report,
                "opgeschreven_door": talk.by,
                "wat_jij_erover_zei": talk.correction,
                "nagelezen_op": _moment(talk.checked_at),
            }
            for talk in view.talks
        ],
        "wat_we_beloofden": [
            {
                "wat": one.text,
                "dienst": one.department,
                "uiterlijk": one.due_on.isoformat(),
                "hoe_het_staat": one.sentence,
                "wat_de_dienst_schreef": one.kept_text,
                "wat_veranderde": [
                    {"was": change.before_on.isoformat(), "werd": _day(change.after_on), "reden": change.reason}
                    for change in one.changes
                ],
            }
            for one in view.commitments
        ],
        "voorstel": view.proposal.text if view.proposal else None,
        "je_reactie": view.proposal.reaction_label if view.proposal else None,
        "besluit_van_de_ombudsman": view.referral.conclusion if view.referral else None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(BRUSSELS).isoformat(timespec="minutes")
