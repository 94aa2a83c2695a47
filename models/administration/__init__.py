"""The administration as a whole: which acts take two persons, what waits for whom."""
