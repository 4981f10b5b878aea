"""What a scheme file has to hold to, one file for each part of it."""
