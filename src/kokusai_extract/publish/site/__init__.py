"""The site: people's pages over a finished database, beside Datasette's own (:mod:`.plugin`)."""
