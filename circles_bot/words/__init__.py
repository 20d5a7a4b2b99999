"""Everything that people read: locale files, prompt texts, and the neutral message built from them."""
