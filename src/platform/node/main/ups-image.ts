// Puts firmware for the UPS on its card (smartconnect.md M11): checked as the card's own is, by the same root document, and offered to
// the UPS from then on. The update itself begins on command.

import {NOT_AVAILABLE} from '../../../core/absent.ts';
import type {Store} from '../../../core/ports.ts';
import {phaseMomentary} from '../../../agent/card.ts';
import {findEvent} from '../../../agent/events.ts';
import {checkUpsEnvelope, upsClassOf, upsComponents} from '../../../agent/ups-shelf.ts';
import type {UpsImageAnswer} from '../../../agent/ups-shelf.ts';
import type {CheckContext} from '../../../ota/check-context.ts';
import {isRefusal} from '../../../ota/codes.ts';
import {roleKeysOf} from '../../../ota/trust/role-keys.ts';
import {keptRoot} from '../../../ota/trust/root.ts';
import type {RootState} from '../../../ota/trust/root.ts';
import {UPS_IMAGE_BYTES_MAX, versionCode, versionOf} from '../../../ups/firmware-image.ts';
import type {UpsImage} from '../../../ups/firmware-image.ts';
import {batteryCharge} from '../../../ups/reading.ts';
import {DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../firmware-ids.ts';
import {nodeCrypto} from '../node-crypto.ts';
import type {Agent} from '../main.ts';
import type {AgentFirmware} from './agent-firmware.ts';
import type {AgentUps} from './agent-ups.ts';
import type {FirmwareBoard} from './firmware-board.ts';
import {loadUpsImage, saveUpsImage} from './ups-image-kept.ts';
import type {KeptUpsImage, UpsRelease} from './ups-image-kept.ts';

const ENVELOPE_BYTES_MAX = 8192;
const SEQUENCE_JUMP_MAX = 10_000;
const TENTHS = 10;
const IMAGE_AUTHENTICATED = findEvent('imageAuthenticated')?.id ?? 0;

export interface UpsImageParts {
	readonly agent: Agent;
	readonly ups: AgentUps;
	readonly board: FirmwareBoard;
	/** It knows the time that can be trusted. */
	readonly firmware: AgentFirmware;
	readonly store: Store;
}

/** A release counts as installed when the UPS runs its version: whoever saw the update end may be gone since. */
function settled(kept: KeptUpsImage, firmware: number): KeptUpsImage {
	const {offered} = kept;
	return offered !== null && offered.version === versionCode(versionOf(firmware))
		? {installed: offered, offered: null}
		: kept;
}

function contextOf(parts: UpsImageParts, root: RootState, installed: UpsRelease | null): CheckContext {
	const {agent, ups, board, firmware} = parts;
	const {model, serial} = agent.identity;
	const keyEpoch = root.roles.release.epoch;
	return {
		...firmwareIds(DEFAULT_VENDOR_DOMAIN, upsClassOf(model), serial),
		nowS: firmware.update.core.time.nowS(agent.now()),
		runningVersion: [...versionOf(ups.simulated.firmware), 0],
		installFloor: installed ?? {keyEpoch, sequence: 0},
		keyEpoch,
		installedManifestDigest: installed === null ? null : new Uint8Array(Buffer.from(installed.digest, 'hex')),
		// A UPS has no boot floor: its own version never falls (checkUpsEnvelope).
		bootFloor: 0,
		slotBytes: UPS_IMAGE_BYTES_MAX,
		candidateSlot: 0,
		slotProblem: null,
		envelopeBytesMax: ENVELOPE_BYTES_MAX,
		sequenceJumpMax: SEQUENCE_JUMP_MAX,
		legacyEdDsa: false,
		algorithms: board.algorithms,
		components: upsComponents,
		keys: roleKeysOf(root, null),
		failedDigests: [],
		// Whoever starts the card stands at it.
		word: {by: 'local', timeOverride: true},
		upsProblem: '',
		batteryPercent: Math.floor(agent.look()[batteryCharge] / TENTHS),
	};
}

function check(envelope: Uint8Array, parts: UpsImageParts, kept: KeptUpsImage): UpsImageAnswer & {keyEpoch: number} {
	const {agent, ups, board} = parts;
	const root = keptRoot(board.kept.root, nodeCrypto);
	if (isRefusal(root)) {
		return {ok: false, refusal: root, keyEpoch: 0};
	}
	const ports = {crypto: nodeCrypto, verifiers: board.verifiers};
	const subject = {model: agent.identity.model, firmware: ups.simulated.firmware};
	const answer = checkUpsEnvelope(envelope, contextOf(parts, root, kept.installed), ports, subject);
	return {...answer, keyEpoch: root.roles.release.epoch};
}

/** Takes an envelope for the UPS, or says why not. What is taken is logged, and lies on the card while this run lasts. */
export function takeUpsImage(envelope: Uint8Array, parts: UpsImageParts): UpsImageAnswer {
	const {agent, ups, store} = parts;
	const kept = settled(loadUpsImage(store), ups.simulated.firmware);
	const answer = check(envelope, parts, kept);
	if (answer.ok) {
		const {image, manifest, keyEpoch} = answer;
		const digest = Buffer.from(manifest.digest).toString('hex');
		const offered = {keyEpoch, sequence: manifest.sequence, digest, version: versionCode(image.version)};
		saveUpsImage(store, {installed: kept.installed, offered});
		offer(agent, ups, image);
	} else {
		saveUpsImage(store, kept);
	}
	return answer;
}

function offer(agent: Agent, ups: AgentUps, image: UpsImage): void {
	ups.control.imageOf = () => image;
	agent.act((card, t) => card.log(t, IMAGE_AUTHENTICATED, phaseMomentary, NOT_AVAILABLE));
}
