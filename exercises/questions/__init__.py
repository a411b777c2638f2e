"""What is asked and what is right: exercises, their questions, their keys, and how a response is scored."""
