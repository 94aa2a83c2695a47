"""The trail at length: pages, the two questions, what a record costs, and the verifier (docs/benchmark.md)."""
