"""Benchmarks, run by hand: what they print belongs to the machine they were run on."""

import os

from core import environment

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
environment.prepare()  # as the program does, before TensorFlow is imported
