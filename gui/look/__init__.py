"""How everything looks and reads: themes, the style sheet, icons, colours and texts of numbers, languages."""
