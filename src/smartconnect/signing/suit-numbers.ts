// Numbers of SUIT manifests (draft-ietf-suit-manifest-37, and libcsuit's for update management) that profile nmc-1 uses
// (ota.md 2.1, 2.2), and its private ones.

export const DIGEST_SHA256 = -16;

// Reporting policies: record success and failure with the values; success only, with the values; failure only.
export const REPORT_ALL = 15;
export const REPORT_SUCCESS = 5;
export const REPORT_FAILURE = 2;

/** Version comparison: at least. */
export const COMPARE_AT_LEAST = 2;

export const envelopeKeys = {wrapper: 2, manifest: 3} as const;

/** Severed parts have the same keys in the envelope. */
export const manifestKeys = {
	format: 1,
	sequence: 2,
	common: 3,
	reference: 4,
	version: 6,
	validate: 7,
	invoke: 9,
	fetch: 16,
	install: 20,
	text: 23,
} as const;

export const commonKeys = {components: 2, sharedSequence: 4} as const;

export const condition = {
	vendor: 1,
	class: 2,
	image: 3,
	useBefore: 4,
	slot: 5,
	device: 24,
	battery: 26,
	version: 28,
} as const;

export const directive = {setIndex: 12, tryEach: 15, override: 20, fetch: 21, invoke: 23, runSequence: 32} as const;

export const parameter = {
	vendor: 1,
	class: 2,
	digest: 3,
	useBefore: 4,
	slot: 5,
	size: 14,
	uri: 21,
	device: 24,
	battery: 26,
	version: 28,
	securityVersion: -1,
	chunks: -2,
	delta: -3,
} as const;

/** The URI of a payload that lies in the envelope, and its key there. */
export const INTEGRATED_URI = '#fw';
/** The URI of an image that the card pulls over MQTT from where its offer came. */
export const MQTT_URI = 'mqtt:image';
