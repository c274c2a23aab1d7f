"""The installation: home, commands, use cases, records and screens."""
