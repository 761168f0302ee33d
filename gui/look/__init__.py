"""How everything looks and reads: themes, the style sheet, icons, colours and texts of numbers, languages; and what is
remembered of the user's choices.
"""
