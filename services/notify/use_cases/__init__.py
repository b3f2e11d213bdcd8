"""What people and the clock do with notify: one function a thing; none of them commits."""
