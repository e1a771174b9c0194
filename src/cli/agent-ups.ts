// The UPS of `ridethrough agent`: a simulated one of a model of the catalogue, or a real one, which says itself what it is.

import {hostname} from 'node:os';
import type {Command} from 'commander';
import {codedError} from '../core/errors.ts';
import type {Store} from '../core/ports.ts';
import {seedFor} from '../core/random.ts';
import {SECOND} from '../core/clock.ts';
import type {WallClock} from '../core/clock.ts';
import {addressText, SIMULATED, upsAddressFrom} from '../link/address.ts';
import type {UpsAddress} from '../link/address.ts';
import {lineTimes} from '../link/master.ts';
import {opener} from '../link/open.ts';
import {pollTimes} from '../link/ups-link.ts';
import type {AgentState} from '../platform/node/agent-state.ts';
import {nodeClock} from '../platform/node/clock.ts';
import type {Agent, AgentIdentity} from '../platform/node/main.ts';
import type {LinkedUps} from '../platform/node/main/agent-link.ts';
import {AgentUps} from '../platform/node/main/agent-ups.ts';
import type {UpsWorld} from '../platform/node/main/ups-world.ts';
import {loadUpsLink, saveUpsLink} from '../platform/node/ups-link-state.ts';
import {findModel, nearestSku} from '../ups/catalogue.ts';
import type {UpsModel} from '../ups/model.ts';
import type {AgentOptions} from './commands/agent.ts';
import type {Io} from './io.ts';
import {applyRecording, deviceOf} from './recording/device.ts';
import type {RecordedDevice} from './recording/device.ts';
import {loadRecording, problemsText} from './recording/load.ts';

/** A card and its UPS, before it runs. */
export interface CardUps {
	readonly identity: AgentIdentity;
	/** What of an earlier run is of this UPS. */
	readonly saved: AgentState | null;
	/** Null where it is simulated. */
	readonly linked: LinkedUps | null;
	/** The device that a simulated one is made after; null without. */
	readonly recorded: RecordedDevice | null;
	/** Resolves when another UPS answers than the one that this card was made for: the card is to start anew. */
	readonly replaced: Promise<void>;
}

export interface CardUpsParts {
	readonly io: Io;
	readonly given: AgentOptions;
	readonly command: Command;
	readonly version: string;
	readonly store: Store | null;
	readonly saved: AgentState | null;
}

/** A card waits so long for its UPS before it starts without. */
const PATIENCE_MS = 5 * SECOND;
/** What a real UPS decides for itself. */
const simulatedOnly = ['model', 'serial', 'load', 'ambient', 'recording'] as const;
const never = new Promise<void>(() => {});

function modelFor(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw codedError(
			'E_MODEL_UNKNOWN',
			`No model has the SKU ${JSON.stringify(sku)}; did you mean ${nearestSku(sku)}?`,
			{sku},
		);
	}
	return model;
}

/** A serial number that stays the same on this machine. */
function hostSerial(sku: string): string {
	return `RT${seedFor(0, `${hostname()}/${sku}`).toString().padStart(10, '0')}`;
}

function cardIdFrom(serial: string): string {
	return serial
		.toLowerCase()
		.replaceAll(/[^a-z0-9-]/g, '-')
		.slice(0, 32);
}

function identityOf({given, saved, version}: CardUpsParts, model: UpsModel, serial: string): AgentIdentity {
	return {
		cardId: given.cardId ?? saved?.cardId ?? cardIdFrom(serial),
		serial,
		model,
		site: given.site,
		cardFirmware: version,
		loadRatio: given.load / 100,
		ambientCelsius: given.ambient,
	};
}

/** The device of `--recording`; null without. A model that is named goes before the recording's. */
function recordedDevice({io, given, command}: CardUpsParts): RecordedDevice | null {
	if (given.recording === undefined) {
		return null;
	}
	const file = loadRecording(given.recording);
	const problems = problemsText(file);
	if (problems !== '') {
		io.note(problems);
	}
	const device = deviceOf(file.values);
	return command.getOptionValueSource('model') === 'default' ? device : {...device, model: modelFor(given.model)};
}

function simulated(parts: CardUpsParts): CardUps {
	const {given, command} = parts;
	// What was kept of a real UPS says nothing about a simulated one.
	const saved = parts.saved?.linked === true ? null : parts.saved;
	const recorded = recordedDevice(parts);
	const named = saved === null || command.getOptionValueSource('model') !== 'default';
	const model = recorded?.model ?? modelFor(named ? given.model : saved.model);
	const serial = given.serial ?? recorded?.facts.serial ?? saved?.serial ?? hostSerial(model.sku);
	// A battery that was in another UPS says nothing about this one.
	const mine = saved?.model === model.sku ? saved : null;
	return {identity: identityOf({...parts, saved}, model, serial), saved: mine, linked: null, recorded, replaced: never};
}

/** Refuses what somebody said about a UPS that says it itself. */
function refuseSimulatedOnly({command}: CardUpsParts): void {
	const said = simulatedOnly.filter(name => !['default', undefined].includes(command.getOptionValueSource(name)));
	if (said.length > 0) {
		const options = said.map(name => `--${name}`).join(', ');
		throw codedError('E_USAGE', `${options}: a real UPS says this itself; leave it out, or take --ups ${SIMULATED}.`, {
			options,
		});
	}
}

async function real(parts: CardUpsParts, address: UpsAddress): Promise<CardUps> {
	const {io, store, saved} = parts;
	if (address.kind === 'serial') {
		// Missing software does not come back as a line does.
		await (await import('../link/rtu-master.ts')).serialPackage();
	}
	const {linkUps} = await import('../platform/node/main/agent-link.ts');
	let replaced: () => void = () => {};
	const whenReplaced = new Promise<void>(resolve => {
		replaced = resolve;
	});
	const linked = await linkUps(
		{
			open: opener(address, lineTimes, nodeClock),
			clock: nodeClock,
			times: pollTimes,
			kept: store === null ? null : loadUpsLink(store),
			keep: blocks => (store === null ? undefined : saveUpsLink(store, blocks)),
			note: text => io.note(text),
			replaced,
		},
		PATIENCE_MS,
	);
	const {sku, modelName, serial} = linked.identity;
	io.note(
		linked.isHeard
			? `the UPS at ${addressText(address)} is a ${modelName || sku || 'UPS without a name'}, serial ${serial || 'unknown'}`
			: `no UPS answers at ${addressText(address)}; the card starts without, and goes on trying`,
	);
	const identity = identityOf(parts, linked.rating.model, serial || hostSerial(addressText(address)));
	return {identity, saved: ofLinked(saved, identity), linked, recorded: null, replaced: whenReplaced};
}

/** What was kept is of this card, its twin only of the same battery. */
function ofLinked(saved: AgentState | null, {serial}: AgentIdentity): AgentState | null {
	if (saved === null || !saved.linked) {
		return null;
	}
	return saved.serial === serial ? saved : {...saved, twin: null};
}

/** The UPS that the options ask for. Throws E_USAGE and E_MODEL_UNKNOWN; a real one need not be there. */
export async function cardUps(parts: CardUpsParts): Promise<CardUps> {
	const address = upsAddressFrom(parts.given.ups);
	if (address === null) {
		return simulated(parts);
	}
	refuseSimulatedOnly(parts);
	return real(parts, address);
}

/** The UPS as the running card has it. */
export function worldOf({identity, linked, saved}: CardUps, wallClock: WallClock): UpsWorld {
	return linked ?? new AgentUps(identity, {clock: nodeClock, wallClock}, saved);
}

/** Lets the faces tell what a real UPS, or a recorded one, calls itself. */
export function identify({house}: Agent, {linked, recorded, saved}: CardUps): void {
	if (recorded !== null) {
		applyRecording(house, recorded, saved === null);
	}
	if (linked !== null) {
		const {modelName, manufacturedDay} = linked.identity;
		const {identity} = house.view(0);
		house.identify(0, {
			...identity,
			modelName: modelName || identity.modelName,
			manufacturedDay: manufacturedDay ?? 0,
		});
	}
}
