"""What is said of the marks: to the gradebook, to each student and to the class."""
