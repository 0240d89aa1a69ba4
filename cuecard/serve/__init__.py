"""Live preview: the site is built and served on this machine, and pages show what was saved last."""
