"""What a viewer does with the register: searching, reading one certification, taking a file away (M9, M10, B4)."""
