// What a card on a board says of itself and of its UPS: the UPS's own words, and those of the configuration where it has none.

import type {Birth} from '../../agent/telemetry.ts';
import type {Chemistry} from '../../ups/model.ts';
import type {BoardCard} from './board-card.ts';
import type {Config} from './config.ts';
import * as at from './ups-registers.ts';
import type {UpsRegisters} from './ups-registers.ts';
import type {UpsFacts} from './ups-reading.ts';

/** Of the code in this bundle. */
export const cardFirmware = '0.1.0';
const MOST_SWITCHED = 3;
/** Volts by the bits of register 592 (src/codec/modbus-bits.ts). */
const outputVoltages: readonly number[] = [100, 120, 200, 208, 220, 230, 240];

function ratingOf(registers: UpsRegisters, address: number, otherwise: number): number {
	const word = registers.word(address);
	return word > 0 && word < 65535 ? word : otherwise;
}

/** What readings depend on. */
export function factsOf(registers: UpsRegisters, config: Config): UpsFacts {
	let volts = config.volts;
	let groups = MOST_SWITCHED;
	for (let i = outputVoltages.length - 1; i >= 0; i--) {
		volts = registers.bit(at.voltageSetting, i) ? outputVoltages[i] : volts;
	}
	while (groups > 0 && !registers.bit(at.relayConfig, groups)) {
		groups -= 1;
	}
	return {
		switchedGroups: groups,
		hasMainGroup: groups === 0 || registers.bit(at.relayConfig, 0),
		ratedWatts: ratingOf(registers, at.ratedWatts, config.watts),
		ratedVoltAmperes: ratingOf(registers, at.ratedVoltAmperes, config.voltAmperes),
		nominalVolts: volts,
	};
}

/** The birth of the present session. */
export function birthOf(card: BoardCard): Birth {
	const config = card.config;
	const log = card.log;
	const registers = card.reading.registers;
	const facts = card.reading.facts;
	const bootUtcMs = card.reporter.bootUtcMs;
	return {
		cardId: config.card,
		sessionId: card.sessionId,
		bootId: card.rows.bootIds[0],
		vendor: config.vendor,
		model: registers.text(at.skuText, at.SKU_WORDS) || config.model,
		serial: registers.text(at.serialText, at.SERIAL_WORDS),
		upsFirmware: registers.text(at.firmwareText, at.FIRMWARE_WORDS),
		cardFirmware: cardFirmware,
		ratedWatts: facts.ratedWatts,
		ratedVoltAmperes: facts.ratedVoltAmperes,
		nominalVolts: facts.nominalVolts * 10,
		chemistry: config.chemistry as Chemistry,
		switchedGroups: facts.switchedGroups,
		assumed: false,
		settingsDigest: null,
		bootUtcMs: bootUtcMs < 0 ? null : bootUtcMs,
		uptimeMs: card.now(),
		logId: log.logId,
		lastSequence: log.newest,
		oldestSequence: log.newest === 0 ? 0 : log.oldest(),
		site: config.site,
		sampleIntervalMs: config.sampleSeconds * 1000,
	};
}
