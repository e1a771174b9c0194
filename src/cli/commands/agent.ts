// `ridethrough agent`: one card in real time, on a broker of yours or on one inside this process.

import {Option} from 'commander';
import type {EventsAck} from '../../agent/event-feed.ts';
import type {Register} from '../io.ts';
import {faceOptions, ntpOption} from '../face-options.ts';
import type {AgentFaceOptions} from '../face-options.ts';
import {mqttOptions} from '../mqtt-options.ts';
import type {MqttOptions} from '../mqtt-options.ts';
import {wholeNumber} from '../values.ts';

export interface AgentOptions extends MqttOptions, AgentFaceOptions {
	readonly ups: string;
	readonly model: string;
	readonly serial?: string;
	readonly cardId?: string;
	readonly site: string;
	readonly mqtt?: string;
	readonly mqttListen: string;
	readonly mqttVersion: '3.1.1' | '5';
	readonly state?: string;
	readonly settings?: string;
	readonly telemetry: 'native' | 'sparkplug';
	readonly sparkplugGroup: string;
	readonly sparkplugHost: string;
	readonly homeAssistant?: boolean;
	readonly eventsAck: EventsAck;
	readonly load: number;
	readonly ambient: number;
	readonly firmwareRoot?: string;
	readonly firmwareFile?: string;
	readonly upsFirmware?: string;
	readonly firmwareSlotKib: number;
	readonly firmwareSoakMin: number;
}

const examples = `Examples:
  ridethrough agent
  ridethrough agent --model SMT1500 --serial AS1234567890 --mqtt mqtt://127.0.0.1:1883
  ridethrough agent --mqtt mqtts://broker.example --state /var/lib/ridethrough
  ridethrough agent --ups modbus-tcp://192.0.2.7 --state /var/lib/ridethrough
  ridethrough agent --mqtt mqtts://broker.example --state /var/lib/ridethrough --firmware-root keys/1.root.cbor
`;

const remarks = `
Without --mqtt the card publishes to a broker inside this process; its URL is printed. With --state the card goes on after a
restart where it was: battery, wear, event numbers. INT or TERM stops it; stdout has one line an event.

With --ups the card stands on a real APC Smart-UPS, which says itself what it is: --model, --serial, --load, --ambient and
--recording are of a simulated one. It need not be there at the start, and may go and come back.

With --firmware-root the card takes signed releases of its own firmware, from the service behind its broker or from --firmware-file:
it keeps two slots, restarts into a release on trial, and comes back where that does not prove itself.
With --ups-firmware an envelope of "firmware sign --ups" lies on the card, if it is signed by a key of that root and for this UPS; the
command updateUpsFirmware sends it to the UPS.`;

const flags: readonly Option[] = [
	new Option(
		'--ups <WHERE>',
		'the UPS: simulated, modbus-tcp://HOST[:502][?unit=1] or serial:/dev/ttyUSB0[?baud=9600&parity=none&unit=1]',
	)
		.default('simulated')
		.env('RIDETHROUGH_UPS'),
	new Option('--model <SKU>', 'the UPS behind the card, as "model list" spells it')
		.default('SMT1500')
		.env('RIDETHROUGH_MODEL'),
	new Option('--serial <S>', 'serial number (default: made from the host name)').env('RIDETHROUGH_SERIAL'),
	new Option('--card-id <ID>', 'id in topics, 1 to 32 of a-z, 0-9 and - (default: the serial number)').env(
		'RIDETHROUGH_CARD_ID',
	),
	new Option('--site <NAME>', 'where the card stands').default('').env('RIDETHROUGH_SITE'),
	new Option(
		'--mqtt <URL,...>',
		'broker: mqtt://HOST:PORT or mqtts://HOST:PORT, with user:password@ where needed; the nodes of a cluster with commas between',
	).env('RIDETHROUGH_MQTT'),
	new Option('--mqtt-listen <HOST:PORT>', 'where the embedded broker listens; port 0 takes a free one')
		.default('127.0.0.1:0')
		.env('RIDETHROUGH_MQTT_LISTEN'),
	new Option('--mqtt-version <V>', 'of the protocol')
		.choices(['3.1.1', '5'])
		.default('3.1.1')
		.env('RIDETHROUGH_MQTT_VERSION'),
	new Option('--state <DIR>', 'directory that keeps the state over restarts').env('RIDETHROUGH_STATE'),
	...mqttOptions,
	new Option('--telemetry <FORMAT>', 'native is protobuf below ridethrough/v1, sparkplug is Sparkplug B 3.0')
		.choices(['native', 'sparkplug'])
		.default('native')
		.env('RIDETHROUGH_TELEMETRY'),
	new Option('--sparkplug-group <GROUP>', 'group of the edge node')
		.default('ridethrough')
		.env('RIDETHROUGH_SPARKPLUG_GROUP'),
	new Option('--sparkplug-host <ID>', 'primary host to wait for (default: none)')
		.default('', 'none')
		.env('RIDETHROUGH_SPARKPLUG_HOST'),
	new Option('--home-assistant', 'also show the card to Home Assistant, by discovery').env(
		'RIDETHROUGH_HOME_ASSISTANT',
	),
	new Option('--settings <FILE>', 'settings to take at the start, all or none: YAML or config.ini').env(
		'RIDETHROUGH_SETTINGS',
	),
	new Option('--events-ack <WHO>', "what moves the cursor over the log: the consumer's ack, or the broker's")
		.choices(['consumer', 'puback'])
		.default('consumer')
		.env('RIDETHROUGH_EVENTS_ACK'),
	new Option('--load <PERCENT>', 'load, percent of the rated watts')
		.default(30)
		.argParser(wholeNumber('--load', 0, 150))
		.env('RIDETHROUGH_LOAD'),
	new Option('--ambient <CELSIUS>', 'temperature of the room, °C')
		.default(21)
		.argParser(wholeNumber('--ambient', 0, 60))
		.env('RIDETHROUGH_AMBIENT'),
	new Option(
		'--firmware-root <FILE>',
		'root document that firmware is trusted by; without, the card takes no updates',
	).env('RIDETHROUGH_FIRMWARE_ROOT'),
	new Option('--firmware-file <FILE>', 'install this envelope with its image at the start, as an administrator').env(
		'RIDETHROUGH_FIRMWARE_FILE',
	),
	new Option('--ups-firmware <FILE>', 'put this signed envelope for the UPS on the card; command 70 installs it').env(
		'RIDETHROUGH_UPS_FIRMWARE',
	),
	new Option('--firmware-slot-kib <N>', 'size of each of the two slots for an image')
		.default(1024)
		.argParser(wholeNumber('--firmware-slot-kib', 16, 16_384))
		.env('RIDETHROUGH_FIRMWARE_SLOT_KIB'),
	new Option('--firmware-soak-min <N>', 'minutes that an image must run before older ones no longer boot')
		.default(1440)
		.argParser(wholeNumber('--firmware-soak-min', 0, 525_600))
		.env('RIDETHROUGH_FIRMWARE_SOAK_MIN'),
	...faceOptions(),
	ntpOption(),
];

/** Adds `agent`. */
export const register: Register = (program, io) => {
	const command = program.command('agent').description('run one card in real time');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: AgentOptions) => {
			const {runAgent} = await import('../agent-run.ts');
			await runAgent(io, given, program.version() ?? '', command);
		});
};
