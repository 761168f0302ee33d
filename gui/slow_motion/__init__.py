"""A step in slow motion, part by part, and the Tape panel."""
