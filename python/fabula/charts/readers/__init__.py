"""What random readers came to: a short report, and which of the author's texts came up."""
