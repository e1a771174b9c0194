// Registers of a UPS as a board keeps them: the blocks that src/link/image.ts reads, word by word, and their places by number. The
// names of src/codec/modbus-registers.ts would take an eighth of the board's room; a test holds the numbers here against them.

/** Blocks in the order in which they are asked for; a state is never told with the readings of another. */
export const inventory = 0;
export const settings = 1;
export const status = 2;
export const dynamic = 3;
export const blockAddresses = new Uint16Array([516, 1026, 0, 128]);
export const blockCounts = new Uint16Array([120, 22, 27, 44]);
/** Where each block begins in the words that are kept. */
const blockPlaces = new Uint16Array([0, 120, 142, 169]);
const WORDS = 213;
const ABSENT_WORD = 0xffff;

/** Status registers; of those with two words the second, which has the low bits. */
export const upsStatus = 1;
export const changeCause = 2;
/** Of the main group; the others follow at steps of three. */
export const outletStatus = 4;
export const OUTLET_STATUS_STEP = 3;
export const simpleSignalling = 18;
export const generalError = 19;
export const powerSystemError = 21;
export const batterySystemError = 22;
export const testStatus = 23;
export const calibrationStatus = 24;
export const userInterface = 26;
/** Dynamic ones. */
export const runtime = 128;
export const stateOfCharge = 130;
export const batteryVolts = 131;
export const batteryTemperature = 135;
export const realPower = 136;
export const apparentPower = 138;
export const outputAmperes = 140;
export const outputVolts = 142;
export const outputHertz = 144;
export const outputEnergy = 145;
export const inputStatus = 150;
export const inputVolts = 151;
export const efficiency = 154;
/** Of the main group, each followed by those to turn on (one word) and to stay off (two words). */
export const turnOffCountdown = 155;
export const COUNTDOWN_STEP = 4;
/** Of what the UPS is. */
export const firmwareText = 516;
export const FIRMWARE_WORDS = 8;
export const skuText = 548;
export const SKU_WORDS = 16;
export const serialText = 564;
export const SERIAL_WORDS = 8;
export const ratedVoltAmperes = 588;
export const ratedWatts = 589;
export const relayConfig = 590;
export const voltageSetting = 592;
/** Delays of the main group as set: to turn off, to turn on, and to stay off (two words). */
export const turnOffSetting = 1029;
export const SETTING_STEP = 5;

/** Bits of them (src/codec/modbus-bits.ts, whose objects would stay objects in the bundle). */
export const bitTestInProgress = 1;
export const bitUpsTest = 7;
export const bitUpsOnBattery = 2;
export const bitUpsOnline = 1;
export const bitUpsFault = 5;
export const bitUpsBypass = 3;
export const bitUpsOutputOff = 4;
export const bitOutletReboot = 2;
export const bitSignalShutdownImminent = 1;
export const bitOutletShutdown = 3;
export const bitOutletSleep = 4;
export const bitOutletPendingOnAcPresence = 10;
export const bitOutletOn = 0;
export const bitAlarmSounding = 1;

/** The words of the blocks. */
export class UpsRegisters {
	words: Uint16Array;

	constructor() {
		this.words = new Uint16Array(WORDS).fill(ABSENT_WORD);
	}

	/** Takes a block as it was read; whether anything in it is another than before. */
	take(block: number, bytes: Uint8Array, at: number): boolean {
		const from = blockPlaces[block];
		let isNew = false;
		for (let i = 0; i < blockCounts[block]; i++) {
			const word = (bytes[at + 2 * i] << 8) | bytes[at + 2 * i + 1];
			isNew = isNew || this.words[from + i] !== word;
			this.words[from + i] = word;
		}
		return isNew;
	}

	/** The UPS has not this block. */
	lack(block: number): void {
		this.words.fill(ABSENT_WORD, blockPlaces[block], blockPlaces[block] + blockCounts[block]);
	}

	word(address: number): number {
		let block = 0;
		while (address < blockAddresses[block] || address >= blockAddresses[block] + blockCounts[block]) {
			block += 1;
		}
		return this.words[blockPlaces[block] + address - blockAddresses[block]];
	}

	/** A number of two words, the high one first; -1 where there is none. */
	long(address: number): number {
		const high = this.word(address);
		const low = this.word(address + 1);
		return high === ABSENT_WORD && low === ABSENT_WORD ? -1 : high * 65536 + low;
	}

	/** A number of one word with its sign: -1 also where there is none. */
	signed(address: number): number {
		const word = this.word(address);
		return word < 32768 ? word : word - 65536;
	}

	/** Whether a bit is set; bits from 16 on are in the word before. Of a word that holds nothing, none is. */
	bit(address: number, bit: number): boolean {
		const word = this.word(address - (bit >> 4));
		return word !== ABSENT_WORD && ((word >> (bit & 15)) & 1) === 1;
	}

	/** The number that `results` has behind the first of its bits that is set. */
	first(address: number, results: Uint8Array, otherwise: number): number {
		for (let i = 0; i < results.length; i += 2) {
			if (this.bit(address, results[i])) {
				return results[i + 1];
			}
		}
		return otherwise;
	}

	/** Without blanks and what is no character of a name. */
	text(address: number, count: number): string {
		let text = '';
		for (let i = 0; i < 2 * count; i++) {
			const word = this.word(address + (i >> 1));
			const character = (i & 1) === 0 ? word >> 8 : word & 255;
			if (character > 31 && character < 127) {
				text += String.fromCharCode(character);
			} else if (character !== 0 && character !== 255) {
				text += '?';
			}
		}
		return text.trim();
	}
}
