// What the native face sees of an agent.

import {logRefusals, takesNoFirmware} from '../../../agent/inbox.ts';
import {phaseClear, phaseSet, NO_DETAIL} from '../../../agent/card.ts';
import {findEvent} from '../../../agent/events.ts';
import {random32} from '../main.ts';
import type {Agent} from '../main.ts';
import type {AgentFirmware} from './agent-firmware.ts';
import type {NativeCard} from './native-face.ts';

/** The card of `agent` for its native face. */
export function nativeCardOf(agent: Agent, firmware: Pick<AgentFirmware, 'take'> | null): NativeCard {
	const eventsUnacknowledged = findEvent('eventsUnacknowledged')?.id ?? 0;
	return {
		cardId: agent.identity.cardId,
		rows: agent.cards,
		log: agent.log,
		bootUtcMs: agent.bootUtcMs,
		birth: sessionId => agent.birth(sessionId),
		newSessionId: random32,
		ordered(payload, retained) {
			let isOrder = false;
			agent.order((orders, t) => {
				isOrder = orders.take(payload, retained, t);
			});
			return isOrder;
		},
		ota: payload => (firmware === null ? takesNoFirmware : firmware.take(payload)),
		beginSession: sessionId => agent.orders.desk.beginSession(sessionId),
		refused: (count, why) => agent.act((card, t) => logRefusals(card, t, count, why)),
		acknowledged: through => {
			agent.acknowledged = through;
		},
		waiting: yes => agent.act((card, t) => card.log(t, eventsUnacknowledged, yes ? phaseSet : phaseClear, NO_DETAIL)),
		wantsFullSample: () => agent.sampleNow(),
	};
}
