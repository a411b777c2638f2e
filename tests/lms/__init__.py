"""What learning management systems make of a file: each module reads one format as its importer does.

They know nothing of ``exercises/export``; what they go by is each system's documentation and source.
"""
