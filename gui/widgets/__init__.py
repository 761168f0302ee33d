"""Building blocks that know nothing of a network: panels, docks, tabs, banners, formulas."""
