"""The question bank: questions drawn from demands, refused rather than guessed."""
