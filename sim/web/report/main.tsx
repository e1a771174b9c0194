// The script of the HTML timeline.
