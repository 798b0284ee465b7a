### Practice: due questions and mock interviews.

