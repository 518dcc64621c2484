"""The archive: a BagIt bag of raw documents, corrections, release and certificate, and verifying it (see ADR 0024)."""
