"""Said a Source: the evidence ledger, the exercises and their keys.

The arrows point one way: ``errors`` ← ``ledger``, ``model`` ← ``load``, ``query`` ← ``grade``, ``check`` ← ``cli``
and ``sphinx_ext``.  Only ``sphinx_ext`` imports Sphinx; ``classroom``, which assigns and marks, knows nothing of it.
"""
