"""What a deployment keeps to show that its promises are kept: inspections, their plan, findings, signatures (M13, M19)."""
