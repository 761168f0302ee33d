"""Pictures of what is shown, a recording of it while it plays, and the numbers behind it, to take along."""
