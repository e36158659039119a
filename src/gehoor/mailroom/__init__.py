"""Mail in: kept raw first, read apart from everything else, and brought to the dossier it belongs to."""
