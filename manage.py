#!/usr/bin/env python
"""Every command of Gehoor: ``python manage.py COMMAND``; ``./run COMMAND`` does the same after setting up what is missing."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from gehoor.config.launch import main

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.config.settings")
    sys.exit(main(sys.argv))
