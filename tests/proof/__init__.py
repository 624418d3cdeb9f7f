"""The proof that what is sent is right: an oracle written from the promises, and tests against it."""
