"""The procedure as a page: drawn from the table, so that page and code cannot differ. Pure."""

from gehoor.complaints.procedure import EVERY_MOVE, NEED_SENTENCES, OUTCOME_LABELS, STEP_LABELS, By, Move, Step

_WHO = {
    By.COORDINATOR: "klachtencoördinator",
    By.HANDLER: "behandelaar",
    By.DIRECTOR: "algemeen directeur",
    By.COMPLAINANT: "klager",
}


def page() -> str:
    """``docs/reference/procedure.md``: a picture and a table of every move."""
    everywhere = [move for move in EVERY_MOVE if len(move.from_steps) > 5]
    lines = [
        "# The procedure of a complaint",
        "",
        "Made by `./run docs` from `src/gehoor/complaints/procedure.py`; a test says when the two differ.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{label}" as {step.value}' for step, label in STEP_LABELS.items()),
        f"    [*] --> {Step.ADMISSIBILITY.value}",
        *(arrow for move in EVERY_MOVE if move not in everywhere for arrow in _arrows(move)),
        f"    {Step.CLOSED.value} --> [*]",
        "```",
        "",
        f"At any open step besides: {', '.join(f'*{move.label}*' for move in everywhere)}.",
        "",
        "| move | from | to | by | needs | ends as |",
        "|---|---|---|---|---|---|",
        *(_row(move) for move in EVERY_MOVE),
        "",
    ]
    return "\n".join(lines)


def _arrows(move: Move) -> list[str]:
    return [f"    {step.value} --> {move.to_step.value}: {move.label}" for step in Step if step in move.from_steps]


def _row(move: Move) -> str:
    steps = [step for step in Step if step in move.from_steps]
    start = "elke open stap" if len(steps) > 5 else ", ".join(STEP_LABELS[step] for step in steps)
    who = ", ".join(_WHO[by] for by in By if by in move.by)
    needs = " ".join(NEED_SENTENCES[need] for need in move.needs)
    outcome = OUTCOME_LABELS[move.outcome] if move.outcome else ""
    cells = (f"`{move.name}` {move.label}", start, STEP_LABELS[move.to_step], who, needs, outcome)
    return "| " + " | ".join(cells) + " |"
