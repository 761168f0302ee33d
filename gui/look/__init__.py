"""How everything looks and reads (themes, the style sheet, icons, the colours and texts of numbers, languages, why
something is disabled), and the choices of the user that are stored.
"""
