// The whole number that stands for "nothing": in rows of readings and wherever they are read.

/** The value of a slot that holds nothing: no sensor, or no contact. Never 0 and never -1. */
export const NOT_AVAILABLE = -2147483648;
