"""What must be true of the whole course, beyond each file's own form."""
