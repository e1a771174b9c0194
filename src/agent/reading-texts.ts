// Codes of a reading as words, for the faces that speak to people: few values, small letters, none that a reader could take for
// one of its own tool's words.

/** Words by output status (nmc.md 1.1); '' where nothing is known. */
export const outputStatusTexts: readonly string[] = [
	'',
	'',
	'online',
	'on battery',
	'boost',
	'off',
	'bypass',
	'off',
	'off',
	'bypass',
	'bypass',
	'off',
	'trim',
	'online',
	'online',
	'self-test',
	'bypass',
];

/** Words by battery status (nmc.md 1.1). */
export const batteryStatusTexts: readonly string[] = ['', 'unknown', 'normal', 'low', 'in fault', 'no battery'];

/** Words of NUT's battery.charger.status by charger stage. */
export const chargerTexts: readonly string[] = ['resting', 'charging', 'charging', 'floating'];

/** Words by the cause of the last transfer to battery (nmc.md 1.4). */
export const transferCauseTexts: readonly string[] = [
	'',
	'none',
	'high voltage',
	'brownout',
	'blackout',
	'small sag',
	'deep sag',
	'small spike',
	'large spike',
	'self-test',
	'rate of change',
];

/** Words by result of the last self-test (nmc.md 5). */
export const testResultTexts: readonly string[] = ['none yet', 'passed', 'failed', 'invalid', 'in progress'];

/** The word of a code; '' where there is none. */
export function textOfCode(texts: readonly string[], code: number): string {
	return code >= 0 && code < texts.length ? texts[code] : '';
}
