"""The loss chart and the timeline, with their marks, and the banner of the past."""
