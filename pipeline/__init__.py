"""crosswalk: policy documents in Chinese and English to a verified dataset of policy measures. Start at `flow.py`."""

__version__ = "0.1.0"
