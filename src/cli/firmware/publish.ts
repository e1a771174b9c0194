// `ridethrough firmware publish`: puts a release into a repository, once a card that it is made for would take it.

import {codedError} from '../../core/errors.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {ReleaseRepository} from '../../smartconnect/rollout/repository.ts';
import type {Publication} from '../../smartconnect/rollout/repository.ts';
import {judgeRelease} from '../../smartconnect/signing/judge.ts';
import {readRoot} from '../../smartconnect/signing/root-facts.ts';
import {readBytes} from './files.ts';
import {rootOf} from './verify.ts';

const MS_PER_SECOND = 1000;

export interface PublishOptions {
	readonly to: string;
	readonly root: readonly string[];
	readonly image: readonly string[];
	readonly json?: boolean;
}

export type Published = ({readonly ok: true} & Publication) | {readonly ok: false; readonly refusal: OtaRefusal};

function addRoots(repository: ReleaseRepository, files: readonly string[]): void {
	for (const document of files.map(readBytes)) {
		const root = readRoot(document);
		if (!('code' in root)) {
			repository.addRoot(root.version, document);
		}
	}
}

/** Throws E_USAGE, E_FILE_UNREADABLE, E_FILE_UNWRITABLE, E_FIRMWARE_INVALID. */
export function publishFile(file: string, options: PublishOptions): Published {
	if (/^[a-z]+:\/\//i.test(options.to)) {
		throw codedError('E_USAGE', `--to ${options.to}: name a folder that firmware serve reads.`, {option: '--to'});
	}
	const root = rootOf(options.root, Math.floor(Date.now() / MS_PER_SECOND));
	const envelope = readBytes(file);
	const images = options.image.map(readBytes);
	const judgement = judgeRelease(envelope, images, root, Math.floor(Date.now() / MS_PER_SECOND));
	if (!judgement.ok) {
		return judgement;
	}
	if (judgement.facts.payload !== null) {
		const what = 'its image lies in the envelope, to be carried to a card; sign it without --integrated to publish it';
		throw codedError('E_FIRMWARE_INVALID', `${file}: ${what}.`, {file});
	}
	const repository = new ReleaseRepository(options.to);
	addRoots(repository, options.root);
	return {ok: true, ...repository.publish(envelope, images)};
}
