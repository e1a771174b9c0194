// What the bootloader checks of the envelope that a slot keeps (ota.md 3.2, 6.3): whose word it is, for which class. Never its
// expiry, its sequence number or what was to run before it: a card that was off for a year must still start. The security version
// and the image are held against floor and flash by slots.ts.

import type {CheckContext} from '../check-context.ts';
import {isRefusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import type {BootCheck} from '../life-device.ts';
import type {Manifest} from '../manifest.ts';
import {authenticate} from './authenticate.ts';
import type {CheckPorts} from './authenticate.ts';
import {manifestOf} from './check.ts';
import {readContentAtBoot} from './content.ts';
import {readEnvelope} from './envelope.ts';
import {imageThere, securityVersionThere, vendorOrClass} from './policy.ts';

export type BootContext = Pick<
	CheckContext,
	'vendorId' | 'classId' | 'deviceId' | 'keys' | 'keyEpoch' | 'algorithms' | 'components' | 'envelopeBytesMax'
>;

/** The check of a slot's envelope, as `headOf` answered it: without an integrated payload. The context is asked for at each boot. */
export function bootCheckOf(context: () => BootContext, ports: CheckPorts): BootCheck {
	return (head, pin, slot) => {
		const answer = checkAtBoot(head, pin, slot, context(), ports);
		return isRefusal(answer) ? {ok: false, refusal: answer} : {ok: true, manifest: answer};
	};
}

function checkAtBoot(
	head: Uint8Array,
	pin: Uint8Array | null,
	slot: number,
	context: BootContext,
	ports: CheckPorts,
): Manifest | OtaRefusal {
	const envelope = readEnvelope(head);
	if (isRefusal(envelope)) {
		return envelope;
	}
	const authentic = authenticate(envelope, context, ports, pin);
	if (isRefusal(authentic)) {
		return authentic;
	}
	const content = readContentAtBoot(envelope, {
		vendorId: context.vendorId,
		classId: context.classId,
		deviceId: context.deviceId,
		components: context.components,
		candidateSlot: slot,
		runningVersion: null,
	});
	if (isRefusal(content)) {
		return content;
	}
	const problem = vendorOrClass(content, context) || securityVersionThere(content) || imageThere(content);
	return problem === null ? manifestOf(envelope, authentic, content, context.keyEpoch) : problem;
}
