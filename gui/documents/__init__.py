"""Files from a learner's point of view: save and open, what was open lately, the title bar, and what a crash left."""
