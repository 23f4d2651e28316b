"""The only code that changes the tables of the public face."""
