"""The corridor: the only code that changes what people filed and what is done with it."""
