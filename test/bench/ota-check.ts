// Firmware: what the check of an offered envelope costs, scan, decode and one signature by tweetnacl, beside that signature alone.

import nacl from 'tweetnacl';
import {checkEnvelope} from '../../src/ota/check/check.ts';
import {build, goodContext, goodDraft, ports, releaseKey} from '../helpers/ota-builder.ts';
import type {BenchRow} from './row.ts';
import {median, secondsOf} from './timing.ts';

const RUNS = 201;
const WARM_RUNS = 20;
const MESSAGE_BYTES = 60;

/** What the device crypto calls, with nothing around it. */
function bareVerify(): () => void {
	const message = new Uint8Array(MESSAGE_BYTES).fill(7);
	const signature = nacl.sign.detached(message, releaseKey.secret);
	return () => {
		nacl.sign.detached.verify(message, signature, releaseKey.key);
	};
}

function wholeCheck(): () => void {
	const {bytes} = build(goodDraft());
	const context = goodContext();
	return () => {
		if (!checkEnvelope(bytes, context, ports).ok) {
			throw new Error('the envelope of the bench is refused');
		}
	};
}

export async function bench(): Promise<BenchRow[]> {
	const check = wholeCheck();
	const bare = bareVerify();
	const ms = {check: [] as number[], bare: [] as number[]};
	for (let run = -WARM_RUNS; run < RUNS; run++) {
		const [ours, other] = [secondsOf(check) * 1000, secondsOf(bare) * 1000];
		if (run >= 0) {
			ms.check.push(ours);
			ms.bare.push(other);
		}
	}
	return [
		{
			name: 'firmware: check of an envelope, p50',
			ours: median(ms.check),
			other: median(ms.bare),
			otherName: 'tweetnacl verify alone',
			unit: 'ms',
			goal: {oursAtMost: 20, ratioAtMost: 1.5},
		},
	];
}
