"""The static edition: the site's pages as files that need no program, in a folder or on any web server (ADR 0035)."""
