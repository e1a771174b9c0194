// Counts what one card's update takes in buffers: a program of its own, started with --expose-gc and --single-threaded-gc. After each
// buffer that is made, memory is swept, and the bytes of all buffers that something still holds are looked at: the most of them above
// what there was before, and above the messages that the card is being given, is the peak. Buffers below 256 bytes are made without
// a sweep and counted in the next one. A number as its argument is a buffer that is made and held in the middle of it all.

const SWEPT_BYTES = 256;
const MESSAGE_BYTES = 4096;
const FOR_S = 3600;
const NOW_S = 1_900_000_000;
const Plain = globalThis.Uint8Array;
const {gc} = globalThis as {gc?: () => void};

const probe = {isOn: false, baseBytes: 0, inputBytes: 0, peakBytes: 0, sweeps: 0};

function heldBytes(): number {
	gc?.();
	return process.memoryUsage().arrayBuffers;
}

/** What is made of bytes from here on: by `new`, `slice` and `from`. */
class Counted extends Plain {
	static override [Symbol.hasInstance](value: unknown): boolean {
		return Object.prototype.isPrototypeOf.call(Plain.prototype, value as object);
	}

	constructor(...words: readonly unknown[]) {
		super(...(words as [number]));
		if (probe.isOn && !(words[0] instanceof ArrayBuffer) && this.length >= SWEPT_BYTES) {
			probe.sweeps += 1;
			probe.peakBytes = Math.max(probe.peakBytes, heldBytes() - probe.baseBytes - probe.inputBytes);
		}
	}
}

globalThis.Uint8Array = Counted;

// What follows must be loaded with that in place.
const {CardUpdate} = await import('../../src/agent/update/card-update.js');
const {runUpdateJob} = await import('../../src/agent/update/run-job.js');
const {newKept} = await import('../../src/agent/update/kept.js');
const {healthPassed} = await import('../../src/agent/update/ports.js');
const {boot} = await import('../../src/ota/boot.js');
const {BootEventRing} = await import('../../src/ota/boot-events.js');
const {openLife} = await import('../../src/ota/life-machine.js');
const {provision} = await import('../../src/ota/provision.js');
const {bootCheckOf} = await import('../../src/ota/check/boot-check.js');
const {FlashRoots} = await import('../../src/ota/trust/flash-roots.js');
const {partImage} = await import('../../src/ota/chunk-sink.js');
const {stateNames} = await import('../../src/ota/states.js');
const {FlashFile, OtpFile} = await import('../../src/platform/node/flash-file.js');
const {nodeCrypto} = await import('../../src/platform/node/node-crypto.js');
const {decodeRequest} = await import('../../src/smartconnect/rollout/requests.js');
const {encodeChunk, encodeOffer, encodeTime} = await import('../../src/smartconnect/rollout/wire.js');
const {signAssignment, signFreshness} = await import('../../src/smartconnect/signing/documents.js');
const {SimulatedVendor} = await import('../../src/smartconnect/signing/simulated-vendor.js');
const {bootContextOf, firmwareSetup} = await import('../../sim/fleet/updates/setup.js');
const {MemoryStore} = await import('../../src/cli/memory-store.js');

const vendor = new SimulatedVendor(7);
const wish = {securityVersion: 1, behaviour: 'good', imageKib: 64} as const;
const factory = vendor.release({...wish, version: [1, 0, 0], sequence: 1});
const release = vendor.release({...wish, version: [2, 0, 0], sequence: 2});
const setup = firmwareSetup({
	root: vendor.root,
	factory: {head: factory.envelope, image: factory.image},
	slotKib: 64,
	crypto: nodeCrypto,
	check: () => {},
});
const deviceId = setup.deviceIdOf('AS1');
const {layout, verifiers} = setup;
const flash = new FlashFile(null, setup.geometry);
const roots = new FlashRoots({flash, layout, crypto: nodeCrypto}, setup.root);
const checkHead = bootCheckOf(() => bootContextOf(setup, roots.load(), deviceId), {crypto: nodeCrypto, verifiers});
const device = {flash, layout, crypto: nodeCrypto, otp: new OtpFile(new MemoryStore()), checkHead};
const refused = provision(device, factory.envelope, factory.image);
if (refused !== null) {
	throw new Error(refused.detail);
}

type Card = InstanceType<typeof CardUpdate>;

const card = {
	sent: [] as Uint8Array[],
	resets: 0,
	t: 0,
	wasteBytes: Number(process.argv[2] ?? 0),
	waste: [] as unknown[],
};

const ports: ConstructorParameters<typeof CardUpdate>[0]['ports'] = {
	crypto: nodeCrypto,
	now: () => card.t,
	fillRandom: into => into.fill(9),
	check: (job, done) => {
		card.waste.push(new Uint8Array(card.wasteBytes));
		done(runUpdateJob(job, {crypto: nodeCrypto, verifiers}));
	},
	lookAtUps: () => {},
	health: () => healthPassed,
	log: () => {},
	keep: () => {},
	send: message => card.sent.push(message) > 0,
	source: () => null,
	wallS: () => NOW_S,
	feedWatchdog: () => {},
	reset: () => {
		card.resets += 1;
	},
	woke: () => {},
};

/** The bootloader, then the image. */
function started(): Card {
	const outcome = boot(device);
	const update = new CardUpdate(
		{
			cardClass: setup.cardClass,
			deviceId,
			serial: 'AS1',
			runningVersion: [1, 0, 0],
			cardKey: null,
			life: openLife(device, outcome),
			otp: device.otp,
			boot: outcome,
			bootEvents: new BootEventRing(device),
			roots,
			wasHung: false,
			kept: newKept(vendor.root, 1),
			ports,
		},
		0,
	);
	update.start(0);
	update.connected(0);
	return update;
}

/** What the service answers; its own work is not counted. */
function answersTo(message: Uint8Array): readonly Uint8Array[] {
	const request = decodeRequest(message);
	if (request?.kind === 'time') {
		const token = {counter: 1, issuedS: NOW_S, expiresS: NOW_S + FOR_S, nonce: request.nonce};
		const document = signFreshness({...token, rootVersion: 1, latest: []}, vendor.keys.fresh);
		return [new Plain(encodeTime(document, []))];
	}
	if (request?.kind !== 'fetch') {
		return [];
	}
	const {token, digest, part, offset, length, answerBytes} = request;
	const end = offset + length;
	const from = part === partImage ? release.image : release.table;
	return Array.from({length: Math.ceil(length / answerBytes)}, (_, i) => offset + i * answerBytes).map(at => {
		const bytes = from.subarray(at, Math.min(at + answerBytes, end));
		return new Plain(encodeChunk({token, digest, part, offset: at, bytes}));
	});
}

function offer(): Uint8Array {
	const times = {issuedS: NOW_S, expiresS: NOW_S + FOR_S, notBeforeS: NOW_S};
	const manifestDigest = release.digest;
	const assignment = signAssignment(
		{...times, version: 1, deviceId, manifestDigest, campaign: 'spring'},
		vendor.keys.assign,
	);
	const facts = {roots: [], source: 'mqtt', fromS: 0, untilS: 0, campaign: 'spring'} as const;
	return new Plain(encodeOffer({...facts, envelope: release.envelope, assignment}));
}

/** The card's work on messages that lie in buffers of their own, of whoever received them. */
function give(update: Card, messages: readonly Uint8Array[]): void {
	probe.isOn = false;
	probe.inputBytes = messages.reduce((sum, {buffer}) => sum + buffer.byteLength, 0);
	for (const message of messages) {
		probe.isOn = true;
		update.take(message, card.t);
		probe.isOn = false;
	}
	probe.inputBytes = 0;
}

function serve(update: Card): void {
	for (let message = card.sent.shift(); message !== undefined; message = card.sent.shift()) {
		give(update, answersTo(message));
	}
}

// The coder of the service keeps a buffer that has once held the longest message.
answersTo(new Uint8Array(0));
encodeChunk({token: 1, digest: release.digest, part: 0, offset: 0, bytes: new Uint8Array(2 * MESSAGE_BYTES)});
const assigned = offer();
probe.baseBytes = heldBytes();
probe.isOn = true;
const update = started();
serve(update);
give(update, [assigned]);
serve(update);
while (card.resets === 0 && card.t < FOR_S * 1000) {
	card.t = Math.max(card.t + 1, update.nextAt());
	probe.isOn = true;
	update.due(card.t);
	probe.isOn = false;
	serve(update);
}
const {peakBytes, sweeps} = probe;
process.stdout.write(
	`${JSON.stringify({peakBytes, sweeps, state: stateNames[update.core.state()], resets: card.resets})}\n`,
);
