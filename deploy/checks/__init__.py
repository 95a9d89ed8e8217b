"""The house's own rules, where no tool has them."""
