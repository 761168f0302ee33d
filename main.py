"""Layerscope: look inside a real Keras network while it learns."""

import sys

from gui.start.command_line import main

if __name__ == "__main__":
    sys.exit(main())
