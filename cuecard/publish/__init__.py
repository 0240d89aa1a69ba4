"""The way out: the library becomes pages, pages become bytes, bytes become files."""
