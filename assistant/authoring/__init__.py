"""For who writes dialogues and knowledge: conversation tests as data."""
