"""Does commands, all or none, keeps keyframes, and goes to any step ever taken. It imports Keras."""
