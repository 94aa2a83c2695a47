"""Pages of those who look after the service and the register. Each part is a blueprint of its own."""
