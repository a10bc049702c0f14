"""What is done to text: repair, offsets, language, sentences, words, numerals."""
