"""Run the command line: ``python -m exercises``."""

import sys

from exercises.cli import main

sys.exit(main())
