// What runs after a boot: the image's own word on its version and conduct, beside what it was signed as.

import {readImageHead} from '../../../src/ota/image.ts';
import type {BootOutcome, Life} from '../../../src/ota/life.ts';
import {conducts, unknownConduct} from './behaviour.ts';
import type {Conduct} from './behaviour.ts';
import type {FirmwareSetup} from './setup.ts';

const HEAD_BYTES = 12;

export interface RunningImage {
	readonly conduct: Conduct;
	/** Of the manifest, `major.minor.patch`; '' where nothing was signed. */
	readonly signedAs: string;
	/** What it tells. */
	readonly version: readonly number[];
}

export const noImage: RunningImage = {conduct: unknownConduct, signedAs: '', version: []};

/** Reads the head of the slot that runs; `serial` is the card's. */
export function readRunning(setup: FirmwareSetup, serial: string, {run, slots}: BootOutcome, life: Life): RunningImage {
	if (run < 0) {
		return noImage;
	}
	const bytes = new Uint8Array(HEAD_BYTES);
	const head = life.readImage(run, 0, bytes) ? readImageHead(bytes) : null;
	const signed = slots[run].manifest?.version ?? [];
	if (head === null) {
		return {conduct: unknownConduct, signedAs: signed.join('.'), version: signed};
	}
	const behaviour = setup.wishes.behaviourOf?.(serial, head.version) ?? head.behaviour;
	const conduct = conducts[behaviour];
	return {conduct, signedAs: signed.join('.'), version: conduct.tells ?? head.version};
}
