"""Which items' values the register works out itself, whatever a catalogue says of them besides."""

DERIVED = frozenset(
    {
        "scheme", "bureau", "output_class", "fiscal_year", "operator_kind", "prefecture", "municipality", "supply_area",
        "former_facility_id", "publication_absent_since",
    }
)  # fmt: skip
"""Items that follow from others (``models.register.derivation``), from the change of a 設備ID or from a publication:
never written."""
