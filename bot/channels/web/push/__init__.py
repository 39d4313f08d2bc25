"""The bell of the page: browsers are rung for what no page has shown (Web Push). Imported where it is set up alone."""
