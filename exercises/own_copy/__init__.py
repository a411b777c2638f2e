"""The reader's own copy of a report whose words are not ours: recognised, verified, marked."""
