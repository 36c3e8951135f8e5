"""What keeps the service going: copies, putting them back, purging, whether all is well."""
