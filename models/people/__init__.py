"""People: applying for accounts, the life of an account, responsible persons, and the levers that stop many (M4–M8)."""
