"""Access: who is admitted to what, which rows and items they may see, and the one door to the register."""
