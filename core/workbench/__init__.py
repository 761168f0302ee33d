"""The workbench: does commands, all or none, keeps keyframes, and goes to any step taken before. It imports Keras."""
