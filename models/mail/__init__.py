"""Letters: an outbox in the database, delivery with retries, and the ways a letter leaves (M6)."""
