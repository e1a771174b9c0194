// Where in a manifest a command or a parameter stands, as bits.

export const inShared = 1;
/** Payload fetch and install. */
export const inInstall = 2;
export const inValidate = 4;
export const inInvoke = 8;
