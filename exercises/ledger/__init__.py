"""The evidence: what a report says, who says it and how they know, with its rules; read from course/evidence."""
