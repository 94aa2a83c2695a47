"""Files proposed for import: one person uploads and sees what would change, another takes it in (M1; docs/adr/0010)."""
