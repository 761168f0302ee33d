"""Pictures of response maps: their colours, the line at a level, and the samples near the slice; made at a refresh."""
