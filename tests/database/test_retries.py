"""What fails before the commit is tried again; what fails in it never is."""
