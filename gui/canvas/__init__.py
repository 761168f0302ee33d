"""The network as a picture that one can click. Where things lie is in `layout`, how they are painted in `paint`."""
