"""What the containers of docker-compose.yml are given: secrets, and files made from them."""
