// The order of the checks (ota.md 4.1): an envelope with two faults is refused for the first.

import test from 'ava';
import {checkEnvelope} from '../../../src/ota/check/check.ts';
import type {OtaCode} from '../../../src/ota/codes.ts';
import {refusal} from '../../../src/ota/codes.ts';
import {
	blockOf,
	build,
	digestOf,
	goodContext,
	goodDraft,
	nowS,
	ports,
	retiredKey,
	assignKey,
	sha256Of,
	unknownKey,
} from '../../helpers/ota-builder.ts';
import type {Built, Draft, Pairs} from '../../helpers/ota-builder.ts';

type Context = ReturnType<typeof goodContext>;

interface Fault {
	readonly step: string;
	readonly code: OtaCode;
	readonly draft?: (draft: Draft) => void;
	readonly context?: (context: Context, built: Built) => void;
}

const OVERSIZE_BYTES = 9000;

/** Gives a number another value in pairs. */
function put(pairs: Pairs, key: number, value: Pairs[number][1]): void {
	const found = pairs.find(([each]) => each === key);
	if (found === undefined) {
		pairs.push([key, value]);
	} else {
		found[1] = value;
	}
}

function without(pairs: Pairs, key: number): Pairs {
	return pairs.filter(([each]) => each !== key);
}

/** One fault of each step, in order. */
const steps: readonly Fault[] = [
	{step: '1 envelope scan', code: 'E_OTA_CBOR_MALFORMED', draft: draft => (draft.tail = Uint8Array.of(0))},
	{step: '2 schema', code: 'E_OTA_ENV_SCHEMA', draft: draft => draft.extra.push([99, Uint8Array.of(1)])},
	{
		step: '3 head size',
		code: 'E_OTA_ENV_TOO_BIG',
		draft: draft => draft.extra.push([16, new Uint8Array(OVERSIZE_BYTES)]),
	},
	{
		step: '4 block count',
		code: 'E_OTA_CBOR_LIMIT',
		draft: draft => (draft.blocks = Array.from({length: 5}, () => draft.blocks[0])),
	},
	{
		step: '5 digest algorithm',
		code: 'E_OTA_ENV_SCHEMA',
		draft: draft => (draft.digest = item => digestOf(item, -18)),
	},
	{
		step: '6 manifest digest',
		code: 'E_OTA_AUTH_DIGEST',
		draft: draft => {
			const {digest} = draft;
			draft.digest = item => digest(sha256Of(item));
		},
	},
	{
		step: '7 blocks',
		code: 'E_OTA_AUTH_KEY_UNKNOWN',
		draft: draft => (draft.blocks = draft.blocks.map(() => blockOf(unknownKey))),
	},
	{step: '8 manifest version', code: 'E_OTA_ENV_VERSION', draft: draft => (draft.version = 2)},
	{step: '9 components', code: 'E_OTA_COMPONENT', draft: draft => (draft.components = [[Buffer.from('boot')]])},
	{step: '10 command sequences', code: 'E_OTA_COMMAND', draft: draft => draft.installCommands.push([31, 2])},
	{step: '11 vendor', code: 'E_OTA_VENDOR', draft: draft => put(draft.sharedParameters, 1, new Uint8Array(16))},
	{step: '12 sequence', code: 'E_OTA_SEQ_ROLLBACK', draft: draft => (draft.sequence = 40)},
	{step: '13 security version', code: 'E_OTA_SECVER', draft: draft => put(draft.sharedParameters, -1, 5)},
	{step: '14 expired', code: 'E_OTA_EXPIRED', draft: draft => put(draft.installParameters, 4, nowS - 1)},
	{
		step: '15 precursor',
		code: 'E_OTA_PRECURSOR',
		draft: draft => {
			draft.sharedParameters.push([28, Buffer.from('820283020300', 'hex')]);
			draft.sharedCommands.push([28, 15]);
		},
	},
	{step: '16 size', code: 'E_OTA_SIZE', draft: draft => put(draft.sharedParameters, 14, 1_048_577)},
	{step: '17 URI', code: 'E_OTA_URI', draft: draft => put(draft.installParameters, 21, 'http://fw.example/a')},
	{
		step: '18 severed parts',
		code: 'E_OTA_AUTH_DIGEST',
		draft: draft => {
			draft.manifestExtra.push([23, digestOf(Uint8Array.of(1))]);
			draft.extra.push([23, Uint8Array.of(2)]);
		},
	},
	{
		step: '19 failed digests',
		code: 'E_OTA_BLACKLISTED',
		context: (context, built) => (context.failedDigests = [built.manifestDigest]),
	},
	{step: '20 assignment', code: 'E_OTA_NOT_ASSIGNED', context: context => (context.word = {by: 'nobody'})},
	{step: '21 UPS state', code: 'E_OTA_UPS_NOT_READY', context: context => (context.upsProblem = 'on battery')},
	{
		step: '22 slot',
		code: 'E_OTA_FLASH_WORN',
		context: context => (context.slotProblem = refusal('E_OTA_FLASH_WORN', 'bad sectors')),
	},
];

/** Faults of one step whose order within it is laid down. */
const within: ReadonlyArray<readonly [first: Fault, second: Fault]> = [
	[
		{
			step: '7 algorithm',
			code: 'E_OTA_AUTH_ALG',
			draft: draft => (draft.blocks[0].protectedHeader = [[1, -7], ...without(draft.blocks[0].protectedHeader, 1)]),
		},
		{
			step: '7 kid',
			code: 'E_OTA_AUTH_KEY_UNKNOWN',
			draft: draft => put(draft.blocks[0].protectedHeader, 4, unknownKey.kid),
		},
	],
	[
		{step: '7 role', code: 'E_OTA_AUTH_ROLE', draft: draft => put(draft.blocks[0].protectedHeader, 4, assignKey.kid)},
		{step: '7 signature', code: 'E_OTA_AUTH_SIG', draft: draft => (draft.blocks[0].spoil = () => new Uint8Array(64))},
	],
	[
		{
			step: '7 retired',
			code: 'E_OTA_AUTH_KEY_REVOKED',
			draft: draft => put(draft.blocks[0].protectedHeader, 4, retiredKey.kid),
		},
		{step: '7 signature', code: 'E_OTA_AUTH_SIG', draft: draft => (draft.blocks[0].spoil = () => new Uint8Array(64))},
	],
	[
		{step: '11 vendor', code: 'E_OTA_VENDOR', draft: draft => put(draft.sharedParameters, 1, new Uint8Array(16))},
		{step: '11 class', code: 'E_OTA_CLASS', draft: draft => put(draft.sharedParameters, 2, new Uint8Array(16))},
	],
	[
		{step: '11 class', code: 'E_OTA_CLASS', draft: draft => put(draft.sharedParameters, 2, new Uint8Array(16))},
		{
			step: '11 device',
			code: 'E_OTA_DEVICE',
			draft: draft => {
				draft.sharedParameters.push([24, new Uint8Array(16)]);
				draft.sharedCommands.push([24, 15]);
			},
		},
	],
	[
		{
			step: '13 security version absent',
			code: 'E_OTA_ENV_SCHEMA',
			draft: draft => (draft.sharedParameters = without(draft.sharedParameters, -1)),
		},
		{step: '14 time unknown', code: 'E_OTA_TIME_UNKNOWN', context: context => (context.nowS = -1)},
	],
	[
		{
			step: '14 expiry absent',
			code: 'E_OTA_ENV_SCHEMA',
			draft: draft => (draft.installParameters = without(draft.installParameters, 4)),
		},
		{step: '14 time unknown', code: 'E_OTA_TIME_UNKNOWN', context: context => (context.nowS = -1)},
	],
	[
		{step: '14 time unknown', code: 'E_OTA_TIME_UNKNOWN', context: context => (context.nowS = -1)},
		{step: '14 expired', code: 'E_OTA_EXPIRED', draft: draft => put(draft.installParameters, 4, 1)},
	],
];

/** The code that an envelope with these faults is refused by. */
function codeOf(...faults: readonly Fault[]): string {
	const draft = goodDraft();
	for (const {draft: spoil} of faults) {
		spoil?.(draft);
	}
	const built = build(draft);
	const context = goodContext();
	for (const {context: spoil} of faults) {
		spoil?.(context, built);
	}
	const answer = checkEnvelope(built.bytes, context, ports);
	return answer.ok ? 'OK' : answer.refusal.code;
}

test('the envelope that the faults are put into is taken', t => {
	t.is(codeOf(), 'OK');
});

for (const fault of steps) {
	test(`a fault of step ${fault.step} alone is ${fault.code}`, t => {
		t.is(codeOf(fault), fault.code);
	});
}

for (const [at, first] of steps.slice(0, -1).entries()) {
	test(`step ${first.step} is named before every later one`, t => {
		for (const later of steps.slice(at + 1)) {
			t.is(codeOf(first, later), first.code, `with ${later.step}`);
		}
	});
}

for (const [first, second] of within) {
	test(`step ${first.step} is named before ${second.step}`, t => {
		t.is(codeOf(first), first.code);
		t.is(codeOf(second), second.code);
		t.is(codeOf(first, second), first.code);
	});
}
