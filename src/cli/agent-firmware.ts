// The firmware of `ridethrough agent`: the board under it, its first image, and what stays open over its resets.

import {createReadStream, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {usualLimits} from '../agent/update/limits.ts';
import type {CardClass} from '../agent/update/ports.ts';
import {superUser, originConsole} from '../agent/roles.ts';
import {codedError} from '../core/errors.ts';
import {MINUTE} from '../core/clock.ts';
import type {Store} from '../core/ports.ts';
import type {OtaRefusal} from '../ota/codes.ts';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../platform/node/firmware-ids.ts';
import type {FirmwareIds} from '../platform/node/firmware-ids.ts';
import {AgentFirmware, WATCHDOG_MS} from '../platform/node/main/agent-firmware.ts';
import type {FirmwareReset} from '../platform/node/main/agent-firmware.ts';
import {FirmwareBoard} from '../platform/node/main/firmware-board.ts';
import type {Booted} from '../platform/node/main/firmware-board.ts';
import type {Agent} from '../platform/node/main.ts';
import type {AgentOptions} from './commands/agent.ts';
import {factoryOf} from './firmware/factory-release.ts';
import type {Io} from './io.ts';

const KIBIBYTE = 1024;
const FLASH_FILE = 'flash.bin';

function cardClassOf(given: AgentOptions, ids: FirmwareIds): CardClass {
	return {
		vendorId: ids.vendorId,
		classId: ids.classId,
		slotBytes: given.firmwareSlotKib * KIBIBYTE,
		algorithms: [-19],
		legacyEdDsa: false,
		components: [['nmc', 'app']],
		isBoard: false,
		allowPlainHttp: true,
		allowPrivateHosts: false,
		limits: {...usualLimits, soakMs: given.firmwareSoakMin * MINUTE},
	};
}

export function fileOf(option: string, file: string): Uint8Array {
	try {
		return readFileSync(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError('E_FILE_UNREADABLE', `${option} ${file} cannot be read (${code}); name a file that can.`, {file});
	}
}

/** The board of a card, for all of its runs in this process; null where nobody gave it a root to trust. */
export class CardFirmware {
	readonly cardClass: CardClass;
	readonly board: FirmwareBoard;
	readonly #ids: FirmwareIds;
	/** How the last run ended. */
	before: FirmwareReset | null = null;
	#isFileDone = false;

	constructor(given: AgentOptions, serial: string, version: string, store: Store) {
		this.#ids = firmwareIds(DEFAULT_VENDOR_DOMAIN, CARD_CLASS, serial);
		this.cardClass = cardClassOf(given, this.#ids);
		this.board = new FirmwareBoard({
			store,
			flashFile: given.state === undefined ? null : join(given.state, FLASH_FILE),
			cardClass: this.cardClass,
			deviceId: this.#ids.deviceId,
			root: fileOf('--firmware-root', given.firmwareRoot ?? ''),
			factory: () => factoryOf(version, this.#ids),
		});
	}

	boot(): Booted {
		return this.board.boot();
	}

	attach(agent: Agent, booted: Booted, isServing: () => boolean): AgentFirmware {
		return new AgentFirmware({
			agent,
			board: this.board,
			booted,
			cardClass: this.cardClass,
			deviceId: this.#ids.deviceId,
			before: this.before,
			isServing,
			watchdogMs: WATCHDOG_MS,
		});
	}

	/** Installs `--firmware-file`, once in this process: whoever starts the card stands at it. */
	async installFile(io: Io, given: AgentOptions, {view}: AgentFirmware): Promise<void> {
		const file = given.firmwareFile;
		if (file === undefined || this.#isFileDone) {
			return;
		}
		this.#isFileDone = true;
		const who = {actor: 'console', role: superUser, origin: originConsole};
		const upload = view.upload(who, true);
		const ended = 'code' in upload ? upload : await fed(upload, file);
		io.note(
			ended === null
				? `${file} is verified; the card restarts into it when its UPS lets it.`
				: `${file} is not installed: ${ended.code}: ${ended.detail}`,
		);
	}
}

type Upload = Exclude<ReturnType<AgentFirmware['view']['upload']>, OtaRefusal>;

/** Feeds a file to an upload; why it ended, null when all is verified. */
async function fed(upload: Upload, file: string): Promise<OtaRefusal | null> {
	for await (const chunk of createReadStream(file)) {
		const ended = await new Promise<OtaRefusal | null>(resolve => {
			upload.write(chunk as Uint8Array, resolve);
		});
		if (ended !== null) {
			return ended;
		}
	}
	return new Promise(resolve => {
		upload.end(resolve);
	});
}
