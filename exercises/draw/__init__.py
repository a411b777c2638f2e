"""How a question looks: as HTML controls, as text, as a figure; nothing here takes a key."""
