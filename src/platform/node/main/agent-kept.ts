// What a running card keeps for its next start, and whom it tells of what is safe.

import type {TelemetryFace} from '../../../agent/telemetry-face.ts';
import type {AgentState} from '../agent-state.ts';
import type {Agent} from '../main.ts';
import type {UpsWorld} from './ups-world.ts';

/** The state of a card and of its UPS at this moment. */
export function stateOf(agent: Agent, world: UpsWorld): AgentState {
	return {
		cardId: agent.identity.cardId,
		serial: agent.identity.serial,
		model: agent.identity.model.sku,
		logId: agent.log.logId,
		lastSequence: agent.log.newest(),
		acknowledged: agent.acknowledged,
		pending: agent.orders.desk.pending(),
		savedUtc: agent.ports.wallClock.nowUtc(),
		twin: agent.twin.state,
		...world.state,
	};
}

/** Tells of entries that are safe in the log, and of the stages that orders have reached. */
export function tellOf(agent: Agent, faces: readonly TelemetryFace[], sequences: readonly number[]): void {
	for (const sequence of sequences) {
		const entry = agent.card.entry(sequence);
		for (const face of faces) {
			face.logged(entry);
		}
		agent.house.logged(entry);
		agent.notices.logged(entry);
	}
	for (const told of agent.orders.tellings()) {
		agent.onStage(told);
		agent.house.staged(told);
	}
}
