"""The command line, its options, the application, and what can be done without a window."""
