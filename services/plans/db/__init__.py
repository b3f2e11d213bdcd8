"""How plans are stored: tables, the questions asked of them, and their migrations."""
