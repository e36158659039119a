"""Something went wrong: the wrong person, file or dossier. Set right with the original kept, and shown to the DPO."""
