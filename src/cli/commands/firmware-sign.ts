// `ridethrough firmware sign`: a release, signed.

import {Option} from 'commander';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN} from '../../platform/node/firmware-ids.ts';
import type {SignOptions, Signed} from '../firmware/sign.ts';
import type {Io, Register} from '../io.ts';
import {wholeNumber} from '../values.ts';
import {hexOf} from '../../ota/bytes.ts';

const SEQUENCE_MAX = 999_999_999_999_999;
const SECURITY_VERSION_MAX = 4_294_967_295;
const FULL_PERCENT = 100;

const examples = `Examples:
  ridethrough firmware sign app.bin --release 2.3.0 --sequence 42 --security-version 7 --use-before 90d --key keys/release-1.json --out app.suit
  ridethrough firmware sign app.bin --release 2.3.0 --sequence 42 --security-version 7 --use-before 2031-01-31 --integrated --key keys/release-1.json --out app.suit
  ridethrough firmware sign bad.bin --make-image hangs --size 64KiB --release 2.4.0 --sequence 43 --security-version 7 --use-before 90d --key keys/release-1.json --out bad.suit
  ridethrough firmware sign ups.bin --ups SMT1500 --integrated --make-image good --release 10.1.0 --sequence 1 --security-version 1 --use-before 90d --key keys/release-1.json --out ups.suit
`;

const remarks = `
Cards take releases in the order of --sequence: each higher than the one before, by at most 10000. --security-version is what
they never go back behind, once a release proved itself: raise it only for releases that mend a weakness. After --use-before no
install starts; what is installed goes on. An image is pulled over MQTT unless --uri https://... or --integrated is given.
--make-image writes IMAGE first, an image for simulated cards that behaves as told: good, unhealthy, hangs, crashes, misreports,
losesUps, switchesOutlet, cloudless, crashesLater.
With --ups the release is for UPSs of the family of that model, not for cards: "agent --ups-firmware" takes it. Its images behave
good or fails, and have a version of two numbers: X.Y.0.
JSON: schema ridethrough.firmware-sign/1: file, bytes, digest (of the manifest, the name of the release), signedBy (kids).`;

const list = (text: string, before: readonly string[] = []): string[] => [...before, text];

const flags: readonly Option[] = [
	new Option('-o, --out <FILE>', 'the envelope; one that is there is replaced').makeOptionMandatory(),
	new Option('--key <FILE|DIR>', 'a release key, or the folder of an HSS/LMS key; give it again for more')
		.argParser(list)
		.makeOptionMandatory(),
	new Option('--passphrase <@FILE|env:NAME>', 'where the passphrase stands that opens the key files'),
	new Option('--release <X.Y.Z>', 'version for people, never used for security').makeOptionMandatory(),
	new Option('--sequence <N>', 'number of the release, higher than that of any before')
		.argParser(wholeNumber('--sequence', 1, SEQUENCE_MAX))
		.makeOptionMandatory(),
	new Option('--security-version <N>', 'what cards never go back behind')
		.argParser(wholeNumber('--security-version', 0, SECURITY_VERSION_MAX))
		.makeOptionMandatory(),
	new Option(
		'--use-before <TIME>',
		'until when it may be installed: 90d, or a date such as 2031-01-31',
	).makeOptionMandatory(),
	new Option('--vendor <NAME|UUID>', 'DNS name of the vendor').default(DEFAULT_VENDOR_DOMAIN),
	new Option('--class <NAME|UUID>', 'hardware class of the cards').default(CARD_CLASS),
	new Option('--ups <SKU>', 'for the UPS of cards, of the family of this model, in place of --class'),
	new Option('--serial <SERIAL|UUID>', 'for the one card with this serial number alone'),
	new Option('--slot-b <FILE>', 'image for slot B, where IMAGE runs in slot A alone'),
	new Option('--uri <URI>', 'where cards fetch the image: https:// or mqtt:image'),
	new Option('--integrated', 'put the image into the envelope: one file to carry to a card'),
	new Option('--chunk <SIZE>', 'hash chunks of this size, 512B to 8KiB, or none; 4KiB unless integrated'),
	new Option('--minimum-battery <PERCENT>', 'charge that the UPS must have; 0: any')
		.default(0)
		.argParser(wholeNumber('--minimum-battery', 0, FULL_PERCENT)),
	new Option('--precursor <X.Y.Z>', 'version that must run, or a later one'),
	new Option('--text <TEXT>', 'what the release is, for people'),
	new Option('--sever-text', 'sign the text, but leave it out of the envelope'),
	new Option('--make-image <BEHAVIOUR>', 'make IMAGE first, for simulated cards'),
	new Option('--size <SIZE>', 'with --make-image: its size').default('64KiB'),
	new Option('--json', 'print one JSON document'),
];

function show(io: Io, {file, envelope, facts, signedBy}: Signed, json: boolean): void {
	const digest = hexOf(facts.manifestDigest);
	const kids = signedBy.map(({kid}) => hexOf(kid));
	if (json) {
		const document = {schema: 'ridethrough.firmware-sign/1', file, bytes: envelope.length, digest, signedBy: kids};
		io.out(JSON.stringify(document, null, '\t'));
		return;
	}
	io.out(`release ${digest}`);
	io.note(`${file}: ${envelope.length} bytes, sequence ${facts.sequence}, signed by ${kids.join(', ')}`);
}

/** Adds `firmware sign`. */
export const register: Register = (firmware, io) => {
	const command = firmware
		.command('sign')
		.description('sign an image into the envelope of a release')
		.argument('<IMAGE>', 'the image');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (image: string, options: SignOptions) => {
			const {signRelease} = await import('../firmware/sign.ts');
			show(io, await signRelease(image, options), options.json === true);
		});
};
