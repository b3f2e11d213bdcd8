"""What people do with plans: one function a deed, each inside the caller's transaction; none commits."""
