"""What each page shows, as frozen values: templates receive no queryset to roam."""
