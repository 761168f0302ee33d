"""The three hints of the very first start, which point at widgets of other features."""
