"""The forms of the notice as documents, made from the answer document that the API gives."""
