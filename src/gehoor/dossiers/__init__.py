"""Contacts and the dossiers they open: intake, routing, deadlines, assignment, work, who may see."""
