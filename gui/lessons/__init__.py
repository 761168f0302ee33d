"""The Lesson panel: a page's prose, goals and question, and what "Do it" does."""
