"""An invented year of an office like this, misuse among it: the yardstick of the rules. Same seed, same year."""
