"""The door for machines to what people say: what is public of it, and a way to take part."""
