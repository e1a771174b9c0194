// The script of the live view.

