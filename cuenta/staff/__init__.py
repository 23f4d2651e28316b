"""What the staff do that needs the top floor: publishing, which ends in the press."""
