"""Lessons as data: pages, goals, what happened on a page, and the grading of answers."""
