"""What is told of a life: who perceives it, what is news, why it was done, what it rests on and what comes of it."""
