"""`python -m services.reporting`"""

from services.reporting.app import SERVICE, create_app
from shared.http.serve import serve

if __name__ == "__main__":
    serve(SERVICE, create_app)
