"""What people see and send. A door: it reads, validates and shows; rules live elsewhere."""
