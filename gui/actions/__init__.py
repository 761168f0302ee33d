"""The table of all actions, the menus made of it, and what each action needs to be enabled."""
