"""From content to words: by what name everyone is called, clauses, sentences, paragraphs."""
