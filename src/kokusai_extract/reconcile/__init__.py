"""One fact out of several printings; arithmetic identities that prove, place and derive figures."""
