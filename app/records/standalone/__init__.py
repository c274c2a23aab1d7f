"""Programs for an auditor: single files that import nothing of this project."""
