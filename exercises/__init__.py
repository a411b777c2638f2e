"""Said a Source: the evidence ledger, the exercises, their keys, and all that is made of them.

The arrows point one way: helps (``errors``, ``words``, ``files``) ← ``ledger`` ← ``questions`` ← ``course`` ← the rest.
``ledger`` and ``questions`` know nothing of pages, sheets or classes; only ``sphinx_ext`` imports Sphinx.
CONTRIBUTING.md says what lies in which room.
"""
