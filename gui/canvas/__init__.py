"""The drawn network: a pure layout, painters, and one widget that puts them together."""
