"""`python -m bot.sandbox --data DIR --port N`."""

import sys

from bot.sandbox.server import main

sys.exit(main())
