"""Publishing a file of facts as another system would: in atomic batches, safe once the receipts have come."""
