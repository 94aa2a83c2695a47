"""Jobs: long work outside the request, begun by the act's own transaction and done by a worker (docs/adr/0008)."""
