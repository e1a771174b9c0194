// `ridethrough agent --ups-firmware`: a signed envelope for the UPS, laid on its card at the start.

import {codedError} from '../core/errors.ts';
import type {Store} from '../core/ports.ts';
import {SIMULATED} from '../link/address.ts';
import type {Agent} from '../platform/node/main.ts';
import type {AgentFirmware} from '../platform/node/main/agent-firmware.ts';
import {AgentUps} from '../platform/node/main/agent-ups.ts';
import type {FirmwareBoard} from '../platform/node/main/firmware-board.ts';
import type {UpsWorld} from '../platform/node/main/ups-world.ts';
import type {AgentOptions} from './commands/agent.ts';
import type {Io} from './io.ts';

/** Options that cannot go together: throws E_USAGE. */
export function refuseUpsFirmware({upsFirmware, firmwareRoot, ups}: AgentOptions): void {
	if (upsFirmware === undefined) {
		return;
	}
	if (firmwareRoot === undefined) {
		throw codedError(
			'E_USAGE',
			'--ups-firmware: give the root document that it is trusted by too, --firmware-root.',
			{},
		);
	}
	if (ups !== SIMULATED) {
		throw codedError('E_USAGE', `--ups-firmware: only a simulated UPS takes firmware; take --ups ${SIMULATED}.`, {ups});
	}
}

interface Place {
	readonly io: Io;
	readonly agent: Agent;
	readonly given: AgentOptions;
	readonly store: Store;
	readonly world: UpsWorld;
	readonly firmware: AgentFirmware;
	readonly board: FirmwareBoard;
}

/** Lays the envelope of `--ups-firmware` on the card, and tells what became of it: the card runs on either way. */
export async function takeUpsFirmware({io, given, world, ...place}: Place): Promise<void> {
	const file = given.upsFirmware;
	if (file === undefined || !(world instanceof AgentUps)) {
		return;
	}
	const {fileOf} = await import('./agent-firmware.ts');
	const {takeUpsImage} = await import('../platform/node/main/ups-image.ts');
	const answer = takeUpsImage(new Uint8Array(fileOf('--ups-firmware', file)), {...place, ups: world});
	io.note(
		answer.ok
			? `${file} lies on the card for its UPS, version ${answer.image.version.join('.')}; updateUpsFirmware installs it.`
			: `${file} is not taken for the UPS: ${answer.refusal.code}: ${answer.refusal.detail}`,
	);
}
