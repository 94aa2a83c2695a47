"""What an operator asks, or objects to, about looks at their facility, and what the owner's officers answer (B1)."""
