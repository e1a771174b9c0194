// Our own code with one rule of ota.md 6.2 to 6.4 broken in each: a sweep that no mutant trips would prove nothing. Patches are on
// the source; one that does not apply any more fails, so that the list follows the code.

export interface Patch {
	readonly file: string;
	readonly from: string;
	readonly to: string;
}

export interface Mutant {
	/** What it does wrong. */
	readonly name: string;
	/** The clause that it breaks. */
	readonly clause: string;
	readonly patches: readonly Patch[];
	/** Why no sweep shows it: another rule covers for it; '' where the sweep must catch it. */
	readonly covered: string;
}

const BOOT = 'src/ota/boot.ts';
const DECISION = 'src/ota/boot-decision.ts';
const LIFE = 'src/ota/life-machine.ts';
const LOG = 'src/ota/place-log.ts';
const RECORD = 'src/ota/journal-record.ts';
const SINK = 'src/ota/slot-sink.ts';
const SLOTS = 'src/ota/slots.ts';
const CHECKS = 'src/ota/candidate-checks.ts';

const WRITE_BEFORE_JUMP = 'if (!decision.changed || journal.write(decision.record) === null) {';
const writeUnless = (state: string): Patch => ({
	file: BOOT,
	from: WRITE_BEFORE_JUMP,
	to: `if (!decision.changed || decision.record.state === ${state} || journal.write(decision.record) === null) {`,
});
/** The image that was jumped to writes what the bootloader left out. */
const imageWrites: Patch = {
	file: LIFE,
	from: '\t\tthis.run = outcome.run;',
	to: `\t\tthis.run = outcome.run;
		if (this.record.state !== outcome.record.state) {
			this.journal.write(draftOf(outcome.record));
		}`,
};

const one = (file: string, from: string, to: string): readonly Patch[] => [{file, from, to}];

/** The mutant that breaks nothing. */
export const control: Mutant = {name: 'nothing is changed', clause: '', patches: [], covered: ''};

export const mutants: readonly Mutant[] = [
	{
		name: 'the attempt is written after the jump',
		clause: '6.3 row 6, 8',
		patches: [writeUnless('trial'), imageWrites],
		covered: '',
	},
	{
		name: 'an attempt does not count',
		clause: '6.3 row 8',
		patches: one(
			DECISION,
			'draft.attemptsLeft = record.attemptsLeft - 1;',
			'draft.attemptsLeft = record.attemptsLeft;',
		),
		covered: '',
	},
	{
		name: 'the boot floor rises at the first boot of a candidate',
		clause: '3.3',
		patches: one(
			BOOT,
			'const events = before.concat(decision.events);',
			`const events = before.concat(decision.events);
	const runs = decision.run < 0 ? null : slots[decision.run].manifest;
	if (runs !== null && runs.securityVersion > device.otp.read()) {
		device.otp.raise(runs.securityVersion);
	}`,
		),
		covered: '',
	},
	{
		name: 'the boot floor rises before CONFIRMED is written',
		clause: '3.3, 6.3 row 9',
		patches: one(
			LIFE,
			'\t\treturn this.write(draft => {\n\t\t\tdraft.state = confirmed;',
			'\t\tthis.device.otp.raise(manifest.securityVersion);\n\t\treturn this.write(draft => {\n\t\t\tdraft.state = confirmed;',
		),
		covered: '',
	},
	{
		name: 'the end of the soak is written before the boot floor rises',
		clause: '6.3 row 12',
		patches: one(
			LIFE,
			'\t\tconst otp = this.device.otp;',
			`\t\tthis.write(draft => {
			draft.soaked = true;
		});
		const otp = this.device.otp;`,
		),
		covered: '',
	},
	{
		name: 'a boot floor that reads as raised is not raised',
		clause: '6.4 OTP raise',
		patches: one(
			LIFE,
			'if (!otp.raise(manifest.securityVersion) ||',
			'if ((otp.read() < manifest.securityVersion && !otp.raise(manifest.securityVersion)) ||',
		),
		covered: '',
	},
	{
		name: 'the sector of the newest record is erased',
		clause: '6.2',
		patches: one(
			LOG,
			'(this.eraseOther(first) && this.appendIn(1 - first, entry))',
			'(this.eraseOther(1 - first) && this.appendIn(first, entry))',
		),
		covered: '',
	},
	{
		name: 'RECEIVING is written after the first erase',
		clause: '6.3 row 1',
		patches: one(
			LIFE,
			'this.begin(manifest) ?? (resumed && keeps ? null : twice(() => sink.clear()));',
			'(resumed && keeps ? null : twice(() => sink.clear())) ?? this.begin(manifest);',
		),
		covered: 'the bootloader verifies both slots at each boot, and the bitmap names its release',
	},
	{
		name: 'VERIFIED is written before the envelope',
		clause: '6.3 row 3',
		patches: one(
			LIFE,
			`			twice(() => writeHead(this.device.flash, sink.place, envelopeHead))
			?? this.write(draft => {
				draft.state = verified;
			});`,
			`			this.write(draft => {
				draft.state = verified;
			})
			?? twice(() => writeHead(this.device.flash, sink.place, envelopeHead));`,
		),
		covered: '',
	},
	{
		name: 'CONFIRMED comes without the install floor',
		clause: '6.3 row 9',
		patches: one(LIFE, '\t\t\tdraft.installFloor = higherFloor(draft.installFloor, manifest);\n', ''),
		covered: '',
	},
	{
		name: 'STEADY is written after the jump',
		clause: '6.3 row 11',
		patches: [writeUnless('1'), imageWrites],
		covered: 'CONFIRMED decides the same at each boot, and the candidate that it runs takes no offer before STEADY',
	},
	{
		name: 'REVERTED is not written before the jump',
		clause: '6.3 row 7',
		patches: [writeUnless('7')],
		covered: '',
	},
	{
		name: 'the CRC covers only what comes before the last unit',
		clause: '6.2',
		patches: [
			{file: RECORD, from: 'const CRC_AT = 60;', to: 'const CRC_AT = 16;'},
			{
				file: RECORD,
				from: 'putU32(bytes, 16, record.installFloor.keyEpoch);',
				to: 'putU32(bytes, 60, record.installFloor.keyEpoch);',
			},
			{file: RECORD, from: 'keyEpoch: getU32(bytes, 16)', to: 'keyEpoch: getU32(bytes, 60)'},
		],
		covered: '',
	},
	{
		name: 'the CRC of a record is not looked at',
		clause: '6.2',
		patches: one(RECORD, ' || getU32(bytes, CRC_AT) !== crc32(bytes, 0, CRC_AT)', ''),
		covered: '',
	},
	{
		name: 'a record is not read back',
		clause: '6.2',
		patches: one(
			LOG,
			'this.flash.program(at, entry) && this.readStable(at) && sameBytes(this.bytes, entry, RECORD_BYTES)',
			'this.flash.program(at, entry)',
		),
		covered: '',
	},
	{
		name: 'a record is read once, not three times',
		clause: '6.2',
		patches: one(LOG, 'const READS = 3;', 'const READS = 1;'),
		covered: '',
	},
	{
		name: 'a place is usable although a later one is not blank',
		clause: '6.2',
		patches: one(LOG, 'sector.usable === place + 1 ? place : sector.usable', 'place'),
		covered: '',
	},
	{
		name: 'torn places leave no room in the generations',
		clause: '6.2',
		patches: one(LOG, ' + 1 + this.sectors[0].debris + this.sectors[1].debris', ' + 1'),
		covered:
			'of two records of one generation the later place wins, and a sector that is left is erased before it is used again',
	},
	{
		name: 'an erase of the journal is believed',
		clause: '11 silent write loss',
		patches: one(
			LOG,
			'if (!this.clears(other.at) && !this.clears(other.at)) {',
			'if (!this.flash.erase(other.at / this.flash.sectorBytes)) {',
		),
		covered: '',
	},
	{
		name: 'the bitmap is set before the sector is written',
		clause: '6.3 row 2',
		patches: one(
			SINK,
			'\t\tconst failed = twice(() => this.write(at, bytes));',
			'\t\tthis.setUnit(FIRST_SECTOR_UNIT + sector, DONE_BYTE);\n\t\tconst failed = twice(() => this.write(at, bytes));',
		),
		covered: '',
	},
	{
		name: 'a bitmap is trusted whosever it is',
		clause: '5.4',
		patches: one(
			SINK,
			'if (!readsAs(this.device.flash, this.place.bitmapAt, ownerMark(this.manifest))) {',
			'if (this.isComplete()) {',
		),
		covered: '',
	},
	{
		name: 'a sector is not read back',
		clause: '6.3 row 2',
		patches: one(SLOTS, 'return readsAs(flash, at, bytes)', 'return at >= 0'),
		covered: '',
	},
	{
		name: 'a hash of what was sent is trusted, and flash is not read',
		clause: '5.4, 6.3 row 3',
		patches: one(
			CHECKS,
			'const digest = hashFlash(device, sink.place.imageAt, sink.imageBytes);',
			'const digest = hashFlash(device, sink.place.imageAt, sink.imageBytes) && sink.manifest.image.digest;',
		),
		covered: '',
	},
	{
		name: 'the candidate is written where the active image lies',
		clause: '6.1',
		patches: one(
			LIFE,
			'\t\tconst sink = new SlotSink(this.device, slot, manifest);',
			'\t\tconst sink = new SlotSink(this.device, this.record.active, manifest);',
		),
		covered: '',
	},
	{
		name: 'the bootloader looks at a slot only once',
		clause: '11 wrong read-back',
		patches: one(
			SLOTS,
			"return facts.condition === 'valid' ? facts : inspectOnce(device, slot, pin, bootFloor);",
			'return facts;',
		),
		covered: '',
	},
	{
		name: 'the bootloader does not hash the image',
		clause: '6.3',
		patches: one(SLOTS, ' || !holdsImage(device, place, answer.manifest)', ''),
		covered:
			'what is VERIFIED was hashed from flash, and the slot that runs is never written: this is for flash that changes by itself',
	},
	{
		name: 'the mark of an envelope is written before the envelope',
		clause: '6.4 envelope',
		patches: one(
			SLOTS,
			'programRange(flash, place.envelopeAt + MARK_BYTES, head) ?? programRange(flash, place.envelopeAt, mark)',
			'programRange(flash, place.envelopeAt, mark) ?? programRange(flash, place.envelopeAt + MARK_BYTES, head)',
		),
		covered: 'no VERIFIED record is there before both are, and a torn envelope is not authentic',
	},
];
