"""Parts of `models/train_bilingual.py`: sources, parallel text, vocabulary, fitting, export."""
