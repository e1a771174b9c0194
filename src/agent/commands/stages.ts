// What becomes of a command, numbered as the telemetry does.

export const stageAccepted = 1;
export const stageRefused = 2;
export const stageCompleted = 3;
export const stageFailed = 4;
export const stageTimedOut = 5;

/** Names by number; the first has none. */
export const stageNames: readonly string[] = ['', 'accepted', 'refused', 'completed', 'failed', 'timedOut'];
