"""The bank as files that a learning management system imports, with what each cannot hold said beforehand."""
