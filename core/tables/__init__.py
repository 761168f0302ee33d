"""Files as people have them, read with pandas: what was found in one, what is unclear, and the batch that it gives.

Nothing here imports pandas before a file is opened, because that takes as long as the window needs to open.
"""
