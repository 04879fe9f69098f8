"""The pages that schools and coordinators work with: a Django application, mounted in the service."""
