"""Detection of misuse (M12): what a stream of acts gives away. Pure: no database, no HTTP, no clock."""
