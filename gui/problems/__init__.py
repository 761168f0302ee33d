"""The card that says what went wrong, and the answers that it offers."""
