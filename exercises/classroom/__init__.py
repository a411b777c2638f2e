"""The instructor's day: a set of exercises handed out, what comes back, and what it is worth.

Arrows: assignment ◄ sets ◄ assign, and assignment ◄ answers ◄ intake ◄ marking ◄ results ◄ commands.
"""
