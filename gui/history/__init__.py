"""The loss chart, its strip for presentations, and the timeline, with their marks, and the banner of the past."""
