// What an inventory tells the campaigns.

import type {DeviceFacts} from './facts.ts';
import type {InventoryReport} from './requests.ts';

function hexOf(bytes: Uint8Array | null): string {
	return bytes === null ? '' : Buffer.from(bytes).toString('hex');
}

/** `proven`: whether the card's key vouched for it. */
export function deviceFrom(card: string, report: InventoryReport, proven: boolean): DeviceFacts {
	const {active, state, rootVersion, sequence, bootFloor, fallback, lastFailure} = report;
	return {
		card,
		classId: hexOf(report.classId),
		deviceId: hexOf(report.deviceId),
		running: hexOf(active === 0 ? report.slotA : report.slotB),
		active,
		state,
		rootVersion,
		sequence,
		bootFloor,
		fallback,
		lastFailure,
		proven,
	};
}
