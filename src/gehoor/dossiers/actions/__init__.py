"""What can be done to a dossier."""
