"""One fact out of several printings; arithmetic identities that prove, place and derive figures."""

from kokusai_extract.reconcile.document import reconcile

__all__ = ["reconcile"]
