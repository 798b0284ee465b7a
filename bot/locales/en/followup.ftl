### What was asked to be brought back.

