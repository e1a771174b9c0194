// The firmware of `ridethrough sim`: whom the cards trust, what they boot at first, and threads that check signatures.

import {nodeCrypto} from '../platform/node/node-crypto.ts';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../platform/node/firmware-ids.ts';
import type {FirmwareWishes} from '../../sim/fleet/updates/setup.ts';
import {fileOf} from './agent-firmware.ts';
import type {SimOptions} from './commands/sim.ts';
import {factoryOf} from './firmware/factory-release.ts';

export interface SimFirmware {
	readonly wishes: FirmwareWishes;
	/** Ends the threads. */
	close(): Promise<void>;
}

/** Null where nobody gave the cards a root to trust. Throws E_FILE_UNREADABLE. */
export async function simFirmware(options: SimOptions): Promise<SimFirmware | null> {
	if (options.firmwareRoot === undefined) {
		return null;
	}
	const root = fileOf('--firmware-root', options.firmwareRoot);
	const {CARD_FIRMWARE} = await import('../../sim/fleet/firmware.ts');
	const {openVerifyPool} = await import('../../sim/fleet/updates/verify-pool.ts');
	const {rememberingCrypto} = await import('../../sim/fleet/updates/remembering-crypto.ts');
	const pool = openVerifyPool();
	return {
		wishes: {
			root,
			factory: factoryOf(CARD_FIRMWARE, firmwareIds(DEFAULT_VENDOR_DOMAIN, CARD_CLASS, '')),
			slotKib: options.firmwareSlotKib,
			crypto: rememberingCrypto(nodeCrypto),
			check: pool.desk,
		},
		close: () => pool.close(),
	};
}
