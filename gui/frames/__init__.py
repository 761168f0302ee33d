"""The frame clock of playing, and the turns in which panels follow it."""
