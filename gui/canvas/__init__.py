"""The network as a picture to click on. Positions are in `layout`, painting in `paint`."""
