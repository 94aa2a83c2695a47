"""What is kept to show that promises are kept: inspections, their plan, findings, signatures (M13, M19)."""
