// A web face whose card takes firmware: updates of update-rig.ts, where signatures are taken for granted, under a real envelope.

import {UpdateView} from '../../src/agent/update/view.ts';
import type {CardFace} from '../../src/agent/card-face.ts';
import {headOf} from '../../src/ota/check/head.ts';
import {sha256} from '../../src/smartconnect/signing/keys.ts';
import {TestSigner} from './ota-service.ts';
import {makeRelease, UpdateRig} from './update-rig.ts';
import {webRig} from './web-rig.ts';
import type {WebRig} from './web-rig.ts';

export interface UploadRig {
	readonly web: WebRig;
	readonly card: UpdateRig;
	readonly view: UpdateView;
	/** A file that an administrator would install. */
	readonly file: Buffer;
}

export async function uploadRig(): Promise<UploadRig> {
	const signed = new TestSigner().make(2, 'good');
	const head = headOf(signed.whole, 8192);
	if (head.state !== 'head') {
		throw new Error('The envelope has no head.');
	}
	const {manifest} = makeRelease({sequence: 2});
	const image = {...manifest.image, sizeBytes: signed.image.length, digest: sha256(signed.image)};
	const release = {manifest: {...manifest, image}, head: head.head, image: signed.image};
	const card = new UpdateRig();
	card.releases.push(release);
	card.answer = {ok: true, manifest: release.manifest, alreadyInstalled: false};
	const view = new UpdateView(card.update);
	const web = await webRig();
	(web.test.house.view(0) as CardFace).ports.firmware = () => view;
	return {web, card, view, file: Buffer.from(signed.whole)};
}
