// What a running card says of itself at the beginning of a session.

import type {Birth} from '../../../agent/telemetry.ts';
import type {Agent} from '../main.ts';

/** The birth of a session. */
export function birthOf(agent: Agent, sessionId: number): Birth {
	const {model, cardId, serial, site, cardFirmware} = agent.identity;
	return {
		cardId,
		sessionId,
		bootId: agent.cards.bootIds[0],
		vendor: model.vendor,
		model: model.sku,
		serial,
		upsFirmware: agent.upsFirmware(),
		cardFirmware,
		ratedWatts: Math.round(model.ratedWatts),
		ratedVoltAmperes: model.ratedVoltAmperes,
		nominalVolts: model.nominalVolts * 10,
		chemistry: model.chemistry,
		switchedGroups: model.switchedGroups,
		assumed: model.assumed.length > 0,
		settingsDigest: agent.settings.digest(),
		bootUtcMs: agent.bootUtcMs,
		uptimeMs: agent.now(),
		logId: agent.log.logId,
		lastSequence: agent.log.newest(),
		oldestSequence: agent.log.newest() === 0 ? 0 : agent.log.oldest(),
		site,
		sampleIntervalMs: agent.settings.sampleIntervalMs,
	};
}
