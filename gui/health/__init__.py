"""The Health panel: findings, the table of layers, and the charts."""
