"""What the journal says about dossiers. The texts are what staff and citizen read on the timeline."""

from gehoor.journal.entries import EntryType, Shred

RECEIVED = EntryType(
    verb="dossiers.received",
    text="Ontvangen",
    public_text="Je bericht kwam binnen.",
    fields=("contact", "kind", "department", "medium", "regulation_version"),
    shred=Shred.NOTHING,
)
LINKED = EntryType(verb="dossiers.linked", text="Volglink gemaakt", fields=(), shred=Shred.NOTHING)
ROUTED = EntryType(
    verb="dossiers.routed",
    text="Naar een dienst gestuurd",
    public_text="We gaven je bericht aan de juiste dienst.",
    fields=("department", "category", "kind", "staff", "assignment"),
    shred=Shred.NOTHING,
)
KIND_CHANGED = EntryType(
    verb="dossiers.kind_changed", text="Soort gewijzigd", fields=("before", "after"), shred=Shred.NOTHING
)
ASSIGNED = EntryType(
    verb="dossiers.assigned", text="Behandelaar aangeduid", fields=("staff", "assignment"), shred=Shred.NOTHING
)
RETURNED = EntryType(
    verb="dossiers.returned",
    text="Teruggegeven: niet voor ons",
    public_text="We zoeken een andere dienst die je kan helpen.",
    fields=("department", "assignment"),
    shred=Shred.NOTHING,
)
MESSAGE_SENT = EntryType(
    verb="dossiers.message_sent",
    text="Bericht gestuurd",
    public_text="We stuurden je een bericht.",
    fields=("message", "asks"),
    shred=Shred.NOTHING,
)
MESSAGE_TAKEN_BACK = EntryType(
    verb="dossiers.message_taken_back",
    text="Bericht teruggehaald voor het vertrok",
    fields=("message",),
    shred=Shred.NOTHING,
)
CANNED_SAVED = EntryType(
    verb="dossiers.canned_saved", text="Vaste tekst bewaard", fields=("text", "version"), shred=Shred.NOTHING
)
NOTE_ADDED = EntryType(verb="dossiers.note_added", text="Notitie geschreven", fields=("message",), shred=Shred.NOTHING)
MESSAGE_RECEIVED = EntryType(
    verb="dossiers.message_received",
    text="Bericht gekregen",
    public_text="Je stuurde ons een bericht.",
    fields=("message", "files"),
    shred=Shred.NOTHING,
)
OFFERED = EntryType(
    verb="dossiers.offered",
    text="Oplossing aangeboden",
    public_text="De dienst bood je een oplossing aan.",
    fields=("offer", "message"),
    shred=Shred.NOTHING,
)
SOLVED = EntryType(
    verb="dossiers.solved",
    text="Dit lost het op",
    public_text="Je zei: dit lost het op.",
    fields=("offer",),
    shred=Shred.NOTHING,
)
NOT_SOLVED = EntryType(
    verb="dossiers.not_solved",
    text="Dit lost het niet op",
    public_text="Je zei: dit lost het niet op.",
    fields=("offer",),
    shred=Shred.NOTHING,
)
CLOSED = EntryType(
    verb="dossiers.closed",
    text="Afgesloten",
    public_text="We sloten je dossier af.",
    fields=("reason",),
    shred=Shred.NOTHING,
)
REOPENED = EntryType(
    verb="dossiers.reopened",
    text="Heropend",
    public_text="We openden je dossier opnieuw.",
    fields=(),
    shred=Shred.NOTHING,
)
WITHDRAWN = EntryType(
    verb="dossiers.withdrawn", text="Ingetrokken", public_text="Je trok je dossier in.", fields=(), shred=Shred.NOTHING
)
CORRECTED = EntryType(
    verb="dossiers.corrected", text="Vergissing verbeterd", fields=("correction", "field"), shred=Shred.NOTHING
)
DEADLINE_STARTED = EntryType(
    verb="dossiers.deadline_started",
    text="Termijn begonnen, tot {due_on}",
    fields=("deadline", "term", "started_on", "due_on"),
    shred=Shred.NOTHING,
)
DEADLINE_MET = EntryType(
    verb="dossiers.deadline_met",
    text="Termijn gehaald of beëindigd",
    fields=("deadline", "term", "met_on"),
    shred=Shred.NOTHING,
)
DEADLINE_ENDED = EntryType(
    verb="dossiers.deadline_ended", text="Termijn vervalt", fields=("deadline", "term"), shred=Shred.NOTHING
)
DEADLINE_MOVED = EntryType(
    verb="dossiers.deadline_moved",
    text="Uiterste datum verschoven naar {due_on}",
    fields=("deadline", "term", "change", "before", "due_on"),
    shred=Shred.NOTHING,
)
CALENDAR_MOVED = EntryType(
    verb="dossiers.calendar_moved",
    text="Andere sluitingsdagen: uiterste datum verschoven naar {due_on}",
    public_text="De dagen waarop we gesloten zijn, veranderden. De uiterste datum is nu {due_on}.",
    fields=("deadline", "term", "before", "due_on"),
    shred=Shred.NOTHING,
)
DEADLINE_PAUSED = EntryType(
    verb="dossiers.deadline_paused",
    text="Klok stilgezet",
    public_text="We zetten de klok stil.",
    fields=("deadline", "term", "change"),
    shred=Shred.NOTHING,
)
DEADLINE_RESUMED = EntryType(
    verb="dossiers.deadline_resumed",
    text="Schorsing beëindigd",
    public_text="De klok loopt weer.",
    fields=("deadline", "term", "change"),
    shred=Shred.NOTHING,
)
DEADLINE_EXTENDED = EntryType(
    verb="dossiers.deadline_extended",
    text="Termijn verlengd",
    public_text="We verlengden de termijn.",
    fields=("deadline", "term", "change"),
    shred=Shred.NOTHING,
)
EXTENSION_TAKEN_BACK = EntryType(
    verb="dossiers.extension_taken_back",
    text="Verlenging ingetrokken",
    public_text="We trokken de verlenging in.",
    fields=("deadline", "term", "change"),
    shred=Shred.NOTHING,
)
DEADLINE_RESTARTED = EntryType(
    verb="dossiers.deadline_restarted",
    text="Termijn opnieuw begonnen",
    public_text="De termijn begon opnieuw.",
    fields=("deadline", "term", "change"),
    shred=Shred.NOTHING,
)
DEADLINE_WARNED = EntryType(
    verb="dossiers.deadline_warned",
    text="Verwittigd: de termijn loopt af op {due_on}",
    fields=("deadline", "term", "due_on", "work_item"),
    shred=Shred.NOTHING,
)
LATE_TOLD = EntryType(
    verb="dossiers.late_told",
    text="Gemeld dat de termijn voorbij is",
    public_text="We lieten je weten dat we te laat zijn.",
    fields=("deadline", "message"),
    shred=Shred.NOTHING,
)
WORK_ADDED = EntryType(
    verb="dossiers.work_added", text="Taak gemaakt", fields=("work_item", "kind"), shred=Shred.NOTHING
)
LETTER_PRINTED = EntryType(
    verb="dossiers.letter_printed", text="Brief met een nieuwe link afgedrukt", fields=("message",), shred=Shred.NOTHING
)
LETTER_POSTED = EntryType(
    verb="dossiers.letter_posted", text="Brief per post verstuurd", fields=("work_item", "message"), shred=Shred.NOTHING
)
LETTER_TO_POST = EntryType(
    verb="dossiers.letter_to_post",
    text="E-mail kwam niet aan: gaat per post",
    fields=("work_item", "message"),
    shred=Shred.NOTHING,
)
WORK_DONE = EntryType(verb="dossiers.work_done", text="Taak gedaan", fields=("work_item",), shred=Shred.NOTHING)
BARRED = EntryType(
    verb="dossiers.barred", text="Toegang geweigerd", fields=("staff", "bar", "code"), shred=Shred.NOTHING
)
GRANTED = EntryType(
    verb="dossiers.granted", text="Toegang gegeven", fields=("grant", "permission"), shred=Shred.NOTHING
)
GRANT_ENDED = EntryType(verb="dossiers.grant_ended", text="Toegang beëindigd", fields=("grant",), shred=Shred.NOTHING)
INQUIRY_ASKED = EntryType(
    verb="dossiers.inquiry_asked",
    text="Vraag {number} gesteld aan iemand buiten de stad, antwoord tegen {due_on}",
    fields=("inquiry", "number", "due_on", "message", "files", "named"),
    shred=Shred.NOTHING,
)
INQUIRY_ANSWERED = EntryType(
    verb="dossiers.inquiry_answered",
    text="Antwoord van buiten de stad op vraag {number}",
    fields=("inquiry", "number", "message", "files"),
    shred=Shred.NOTHING,
)
INQUIRY_DECLINED = EntryType(
    verb="dossiers.inquiry_declined",
    text="Vraag {number} buiten de stad: niet voor hen",
    fields=("inquiry", "number", "message"),
    shred=Shred.NOTHING,
)
INQUIRY_REMINDED = EntryType(
    verb="dossiers.inquiry_reminded",
    text="Herinnering gestuurd voor vraag {number} buiten de stad",
    fields=("inquiry", "number", "message", "passed"),
    shred=Shred.NOTHING,
)
INQUIRY_EXTENDED = EntryType(
    verb="dossiers.inquiry_extended",
    text="Meer tijd gegeven voor vraag {number} buiten de stad: tot {due_on}",
    fields=("inquiry", "number", "due_on", "message"),
    shred=Shred.NOTHING,
)
INQUIRY_CLOSED = EntryType(
    verb="dossiers.inquiry_closed",
    text="Vraag {number} buiten de stad afgesloten",
    fields=("inquiry", "number"),
    shred=Shred.NOTHING,
)
INQUIRY_WITHDRAWN = EntryType(
    verb="dossiers.inquiry_withdrawn",
    text="Vraag {number} buiten de stad ingetrokken: de link werkt niet meer",
    fields=("inquiry", "number"),
    shred=Shred.NOTHING,
)
