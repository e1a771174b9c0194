// What faults do to the firmware of one card of a fleet.

import {once} from '../../faults/fault.ts';
import type {FirmwareTarget} from '../../scenario/bench.ts';
import type {FleetUpdates} from './fleet-updates.ts';
import {flashReport} from './flash-report.ts';

export function firmwareTarget(updates: FleetUpdates, index: number): FirmwareTarget {
	const card = updates.cards[index];
	const {flash, operations} = card.device;
	return {
		planFlash: faults => {
			const added = operations.add(faults);
			return once(() => {
				operations.drop(added);
				flash.mend(added);
			});
		},
		reseedFlash: seed => operations.reseed(seed),
		crash: () => card.crash(),
		hang: () => once(card.hang()),
		disturbChunks: shares => once(updates.lotOf(index).add(shares)),
		flash: () => flashReport(card),
	};
}
