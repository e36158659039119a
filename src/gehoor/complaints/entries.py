"""What the journal says about complaints. ``public_text`` is what the complainant reads on the timeline.

Every entry of a move carries ``step``, where the complaint went: the last one in the chain is the step it is in.
Reasons stand on a ``Decision`` row with a salt; the entry holds its id and the salted hash.
"""

from collections.abc import Iterable

from gehoor.complaints.procedure import Step
from gehoor.journal.entries import EntryType, Plain, Shred


def _moved(verb: str, text: str, public_text: str, *fields: str) -> EntryType:
    return EntryType(
        verb=f"complaints.{verb}",
        text=text,
        public_text=public_text,
        fields=("step", "decision", "reason_hash", *fields),
        shred=("reason_hash",),
    )


def _happened(verb: str, text: str, public_text: str = "", *fields: str) -> EntryType:
    return EntryType(verb=f"complaints.{verb}", text=text, public_text=public_text, fields=fields, shred=Shred.NOTHING)


LODGED = EntryType(
    verb="complaints.lodged",
    text="Klacht ingediend",
    public_text="Je diende een klacht in.",
    fields=("step", "department", "concerned", "medium", "regulation_version", "arises_from"),
    shred=Shred.NOTHING,
)
ACKNOWLEDGED = _happened(
    "acknowledged", "Ontvangstmelding verstuurd", "We bevestigden dat we je klacht kregen.", "message"
)
BECAME_COMPLAINT = _happened(
    "became_complaint", "Er is een klacht uit voortgekomen", "Je maakte er een klacht van.", "complaint"
)

CLARIFICATION_ASKED = _moved(
    "clarification_asked", "Verduidelijking gevraagd", "We vroegen je meer uitleg.", "message", "paused"
)
CLARIFIED = _moved("clarified", "Verduidelijking gekregen", "Je gaf meer uitleg.", "message")
SENT_TO_FIRST_LINE = _moved(
    "sent_to_first_line",
    "Eerst naar de dienst gestuurd",
    "We vroegen de dienst om eerst samen met jou een oplossing te zoeken.",
    "message",
    "work_item",
    "department",
)
CAME_BACK = _moved("came_back", "Terug van de dienst", "De dienst loste het niet op. We gaan verder met je klacht.")
ADMITTED = _moved(
    "admitted",
    "Ontvankelijk verklaard",
    "Je klacht is ontvankelijk. Dat betekent: we mogen ze behandelen en doen dat ook.",
    "message",
)
REJECTED = _moved(
    "rejected",
    "Onontvankelijk verklaard",
    "We kunnen je klacht niet behandelen. In onze brief lees je waarom.",
    "message",
    "grounds",
)
REQUALIFIED = _moved(
    "requalified",
    "Geen klacht: verder behandeld als iets anders",
    "We behandelen dit niet als klacht, maar op een andere manier.",
    "message",
    "kind",
    "dossier",
)
HANDLER_ASSIGNED = _moved(
    "handler_assigned", "Behandelaar aangeduid", "We duidden iemand aan die je klacht onderzoekt.", "staff"
)
DRAFT_SUBMITTED = _moved("draft_submitted", "Onderzoek afgerond", "Het onderzoek is klaar.", "judgement")
DRAFT_RETURNED = _moved(
    "draft_returned", "Terug naar de behandelaar", "De klachtencoördinator vroeg om verder te onderzoeken."
)
AGREED = _moved(
    "agreed", "Eens met het ontwerp", "De klachtencoördinator las het onderzoek van je klacht.", "judgement"
)
DIFFERED = _moved("differed", "Verschil van mening", "De algemeen directeur geeft advies.", "judgement")
ADVISED = _moved("advised", "Advies gegeven", "De algemeen directeur gaf advies.", "judgement")
FOLLOWED = _moved(
    "followed",
    "Oordeel overgenomen van de andere klacht",
    "Het onderzoek is klaar. We schrijven ons voorstel.",
    "joining",
)
DECIDED = _moved("decided", "Beslist na advies", "De klachtencoördinator nam een besluit.", "judgement", "finding")
ANSWER_WRITTEN = EntryType(
    verb="complaints.answer_written",
    text="Antwoord geschreven of aangepast",
    fields=("parts",),
    shred=Shred.NOTHING,
)
COMMITMENT_ADDED = _happened("commitment_added", "Toezegging {number} genoteerd", "", "commitment", "number", "due_on")
COMMITMENT_EDITED = _happened(
    "commitment_edited", "Toezegging {number} aangepast voor de klager ze kende", "", "commitment", "number", "due_on"
)
COMMITMENT_MADE = _happened(
    "commitment_made",
    "Aan de klager beloofd: toezegging {number}, tegen {due_on}",
    "We beloofden je iets te doen tegen {due_on}.",
    *("commitment", "number", "due_on", "work_item"),
)
COMMITMENT_KEPT = _happened(
    "commitment_kept",
    "Toezegging {number} nagekomen",
    "We deden wat we je beloofden.",
    *("commitment", "number", "work_item", "message"),
)
COMMITMENT_LATE = _happened(
    "commitment_late",
    "Gemeld dat toezegging {number} niet nagekomen is tegen {due_on}",
    "We lieten je weten dat we te laat zijn met wat we je beloofden.",
    *("commitment", "number", "due_on", "work_item", "message"),
)
COMMITMENT_MOVED = _happened(
    "commitment_moved",
    "Toezegging {number} uitgesteld tot {due_on}",
    "We stelden uit wat we je beloofden, tot {due_on}.",
    *("commitment", "number", "before", "due_on", "message"),
)
COMMITMENT_WITHDRAWN = _happened(
    "commitment_withdrawn",
    "Toezegging {number} ingetrokken",
    "We trokken iets in dat we je beloofd hadden.",
    *("commitment", "number", "message"),
)
COMMITMENT_DROPPED = _happened(
    "commitment_dropped", "Toezegging {number} geschrapt voor de klager ze kende", "", "commitment", "number"
)
PROPOSED = _moved("proposed", "Voorstel verstuurd", "Je kreeg ons voorstel.", "proposal", "message")
ACCEPTED = _moved("accepted", "Voorstel aanvaard", "Je ging akkoord met ons voorstel.", "proposal")
REFUSED = _moved("refused", "Voorstel geweigerd", "Je ging niet akkoord met ons voorstel.", "proposal")
NO_REACTION = _moved("no_reaction", "Geen reactie gekregen", "We hoorden niets meer van je.", "proposal")
CLOSED = _moved(
    "closed", "Afgesloten met een brief", "We sloten je klacht af.", "message", "finding", "resolution", "norms"
)
WITHDRAWN = _moved("withdrawn", "Ingetrokken", "Je klacht is ingetrokken.", "message")
MEDIATED = _moved(
    "mediated",
    "Bemiddeld: samen met de klager opgelost",
    "We vonden samen een oplossing.",
    *("message", "finding", "resolution"),
)
SATISFIED = _moved("satisfied", "Voortijdig opgelost", "Het is voor jou opgelost.", "message")

DEPARTMENT_SET = _happened("department_set", "Betrokken dienst bepaald", "", "department", "before")
NAME_ADDED = _happened("name_added", "Naam genoteerd", "", "named", "staff")
NAME_SETTLED = _happened("name_settled", "Naam uitgezocht", "", "named", "staff", "nobody")
HANDLER_RELEASED = _happened(
    "handler_released",
    "De behandelaar valt weg: niet onafhankelijk",
    "We duiden iemand anders aan om je klacht te onderzoeken.",
    "staff",
    "code",
)
NOT_INVOLVED = _happened("not_involved", "Niet-betrokkenheid verklaard", "", "declaration", "staff")
INTEREST = _happened("interest_declared", "Betrokkenheid gemeld", "", "declaration", "staff")
OVERRIDDEN = EntryType(
    verb="complaints.overridden",
    text="Weigering van een behandelaar opgeheven door een tweede persoon",
    fields=("override", "staff"),
    shred=Shred.NOTHING,
)
GRIEVANCE_ADDED = _happened("grievance_added", "Punt toegevoegd", "", "grievance", "number")
GRIEVANCE_EDITED = _happened("grievance_edited", "Punt anders verwoord", "", "grievance", "number")
GRIEVANCE_SPLIT = _happened("grievance_split", "Punt gesplitst", "", "grievance", "number", "parts")
GRIEVANCE_ANSWERED = EntryType(
    verb="complaints.grievance_answered",
    text="Punt {number} kreeg een bevinding",
    fields=("grievance", "number", "finding", "norms"),
    shred=Shred.NOTHING,
)
ACCOUNT_ASKED = _happened(
    "account_asked", "Relaas van de dienst gevraagd", "We vroegen de dienst om haar kant.", "account", "department"
)
ACCOUNT_GIVEN = _happened("account_given", "Relaas van de dienst gekregen", "De dienst gaf haar kant.", "account")
ACCOUNT_REMINDED = _happened(
    "account_reminded",
    "De dienst is herinnerd aan de vraag om haar relaas",
    "We herinnerden de dienst aan onze vraag.",
    "account",
    "passed",
)
HEARD = _happened("heard", "Gesprek genoteerd", "", "hearing", "number", "kind", "whom", "staff", "held_on", "message")
COMPLAINANT_HEARD = _happened(
    "complainant_heard",
    "Klager gehoord: gesprek genoteerd",
    "We spraken met je en schreven er een verslag van.",
    *("hearing", "number", "kind", "held_on", "message"),
)
REPORT_CHECKED = _happened(
    "report_checked", "Verslag van gesprek {number} nagelezen", "", "hearing", "number", "corrected"
)
SUSPENDED = _happened(
    "suspended",
    "Opgeschort: de stad wacht op een rechter of een beroep",
    "We wachten met je klacht op een beslissing van iemand anders.",
    *("suspension", "kind", "message", "paused"),
)
RESUMED = _happened("resumed", "Hervat", "We gaan verder met je klacht.", "suspension", "message")
SUSPENSION_ENDED = _happened("suspension_ended", "Opschorting voorbij: de klacht is afgesloten", "", "suspension")
CONTACT_AGREED = _happened(
    "contact_agreed",
    "Contactafspraak gemaakt tot {ends_on}",
    "We maakten een afspraak over hoe we met jou contact houden.",
    *("plan", "ends_on", "message"),
)
CONTACT_PLAN_ENDED = _happened(
    "contact_plan_ended",
    "Contactafspraak beëindigd",
    "De afspraak over ons contact geldt niet meer.",
    "plan",
    "message",
)
JOINED = _happened(
    "joined",
    "Gevoegd bij een andere klacht",
    "We onderzoeken je klacht samen met een andere over hetzelfde. Je krijgt je eigen antwoord.",
    *("joining", "into", "staff", "message"),
)
JOINED_HERE = _happened("joined_here", "Een andere klacht is hierbij gevoegd", "", "joining", "other")
TAKEN_APART = _happened(
    "taken_apart", "Niet meer gevoegd", "We onderzoeken je klacht weer apart.", "joining", "message"
)
JOINED_LEFT = _happened("joined_left", "Een gevoegde klacht gaat weer apart verder", "", "joining", "other")
EXHIBITS_NUMBERED = _happened("exhibits_numbered", "Stukken genummerd: {first} tot {last}", "", "first", "last")
REFERRED = _happened(
    "referred", "Overgedragen aan de tweede lijn", "Je klacht is bij de ombudsman.", "referral", "ground", "message"
)
REFERRAL_OPENED = _happened(
    "referral_opened", "De ombudsman opende de klacht", "De ombudsman bekijkt je klacht.", "referral"
)
CONCLUDED = _happened(
    "concluded",
    "De ombudsman gaf een besluit",
    "De ombudsman gaf een besluit.",
    "referral",
    "recommendations",
    "message",
)
TOLD_LATE = _happened(
    "told_late",
    "Gemeld dat we te laat zijn",
    "We lieten je weten dat we te laat zijn.",
    "deadline",
    "message",
)
STAGE_BEGUN = _happened(
    "stage_begun",
    "Behandeling {number} begonnen",
    "Je klacht wordt opnieuw behandeld.",
    "number",
    "staff",
    "message",
    "step",
)
REACTION_REMINDED = _happened(
    "reaction_reminded",
    "Herinnerd aan het voorstel",
    "We herinnerden je aan ons voorstel.",
    "proposal",
    "message",
)
REACTION_PASSED = _happened(
    "reaction_passed", "De termijn om te reageren is voorbij: wacht op de coördinator", "", "deadline"
)
FIRST_LINE_PASSED = _happened(
    "first_line_passed", "De dienst liet de termijn voorbijgaan: wacht op de coördinator", "", "deadline"
)
FORWARDED = _happened(
    "forwarded",
    "Door de ombudsman doorgestuurd voor een eerste poging, met akkoord van de klager",
    "De ombudsman stuurde je klacht naar ons door.",
    *("filed_on", "becomes"),
)
FORWARDER_TOLD = _happened(
    "forwarder_told",
    "De ombudsman kreeg bericht van de afloop",
    "We lieten de ombudsman weten wat er van je klacht kwam.",
    "about",
)
QUESTION_ASKED = _happened(
    "question_asked", "De ombudsman stelde een vraag", "De ombudsman stelde ons een vraag.", "question", "number"
)
QUESTION_ANSWERED = _happened(
    "question_answered",
    "De vraag van de ombudsman is beantwoord",
    "We antwoordden op de vraag van de ombudsman.",
    "question",
    "number",
)
PACKAGE_MADE = _happened("package_made", "Overdrachtspakket gemaakt", "", "sha256", "size")
PACKAGE_FETCHED = _happened("package_fetched", "Overdrachtspakket opgehaald", "", "sha256")
COORDINATOR_CHOSEN = _happened("coordinator_chosen", "Klachtencoördinator aangeduid", "", "staff", "before")


def fold(entries: Iterable[tuple[str, dict[str, Plain | list[Plain]]]]) -> Step | None:
    """The step that follows from the entries (verb and payload) of a chain, oldest first; None before a complaint was lodged."""
    step: Step | None = None
    for verb, payload in entries:
        if verb.startswith("complaints.") and isinstance(payload.get("step"), str):
            step = Step(str(payload["step"]))
    return step


REPLAY_ASKED = EntryType(
    verb="complaints.replay_asked",
    text="Dossiers van vroeger nagespeeld onder een ontwerp van een reglement",
    fields=("replay", "draft", "edit", "since"),
    shred=Shred.NOTHING,
)
