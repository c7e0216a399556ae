"""`python -m rag` is the program `pinpoint`."""

import sys

from rag.cli import main

sys.exit(main())
