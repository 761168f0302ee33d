"""The pace of playing as plain arithmetic: tempos, when the next steps are due, and how fast they really come."""
