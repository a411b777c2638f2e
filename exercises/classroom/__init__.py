"""The instructor's day: a set of exercises handed out, what comes back, and what it is worth.

Arrows: assignment ◄ handing_out, and assignment ◄ taking_in ◄ marking ◄ reporting; commands takes from all.  What is
handed out and taken in meets in modules of neither: the assignment, and the columns of its table.
"""
