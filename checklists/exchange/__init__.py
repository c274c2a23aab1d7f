"""Question banks in other programs' formats, read and written."""
