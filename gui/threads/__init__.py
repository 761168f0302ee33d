"""Qt beside other threads: their messages reach the UI thread, and garbage is collected where it stops no painting."""
