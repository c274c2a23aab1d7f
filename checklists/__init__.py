"""What is drawn from demands: checklist items, questions, papers and their printed forms."""
