"""Every bench, one file each."""
