// What a file can have at its top.

const shared = ['include', 'variables', 'sites', 'devices', 'firmware', 'steps'];

const own = ['name', 'summary', 'version', 'seed', 'matrix', 'only', 'samples'];

export const scenarioKeys: readonly string[] = [...own, ...shared];
/** Of a file that others include. */
export const fragmentKeys: readonly string[] = ['fragment', 'version', 'summary', ...shared];
