// What a file can have at its top.

const shared = ['include', 'variables', 'sites', 'devices', 'firmware', 'steps'];

export const scenarioKeys: readonly string[] = ['name', 'summary', 'version', 'seed', 'matrix', 'only', ...shared];
/** Of a file that others include. */
export const fragmentKeys: readonly string[] = ['fragment', 'version', 'summary', ...shared];
