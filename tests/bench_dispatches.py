"""How fast invented reports are made, and what a thousand of them weigh in memory; ``make bench`` calls it."""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections.abc import Sequence

from exercises.dispatch.twins import make_twins


def main(arguments: Sequence[str] | None = None) -> int:
    """Print dispatches with keys a second, and the memory of a thousand twins, each with its text and form."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args(arguments)
    began = time.process_time()
    for seed in range(options.pairs):
        twins = make_twins(seed, seed % 3 + 1)
        twins.a.asked()
        twins.b.asked()
    took = time.process_time() - began
    print(f"dispatches with keys: {2 * options.pairs / took:.0f} a second of one processor")
    tracemalloc.start()
    kept = [make_twins(seed) for seed in range(1 + options.pairs // 5)]  # to watch memory slows all down
    size = tracemalloc.get_traced_memory()[0] / len(kept) / 2
    print(f"a thousand twins: {size * 1000 / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
