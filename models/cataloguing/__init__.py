"""Taking a catalogue into use: is it right, what would it change, who would lose sight of what (M18)."""
