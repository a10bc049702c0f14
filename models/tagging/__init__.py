"""Parts of `models/train_names.py`: sentences, documents, augmentation, fitting, scores, ablation."""
