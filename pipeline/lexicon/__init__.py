"""What the project knows of the world, as data files with their sources, and the one module that reads them."""
