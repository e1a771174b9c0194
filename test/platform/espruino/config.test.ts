import test from 'ava';
import {readConfig} from '../../../src/platform/espruino/config.ts';
import type {Config} from '../../../src/platform/espruino/config.ts';
import {configure} from '../../helpers/espruino-card.ts';
import {MemoryStorage} from '../../helpers/espruino-device.ts';

function read(given: Record<string, unknown>): {config: Config | null; problems: string[]} {
	const storage = new MemoryStorage();
	const problems: string[] = [];
	configure(storage, given);
	const config = readConfig(storage, ({key, right}) => problems.push(`${key}: ${right}`));
	return {config, problems};
}

const least = {card: 'rack-7', host: 'broker.lan'};

test('two values are enough, and the rest stands as it is said', t => {
	const {config, problems} = read(least);
	t.deepEqual(problems, []);
	t.deepEqual(config, {
		card: 'rack-7',
		site: '',
		host: 'broker.lan',
		port: 1883,
		tls: false,
		user: '',
		password: '',
		eventsAck: 'consumer',
		unit: 1,
		baud: 9600,
		sampleSeconds: 10,
		vendor: '',
		chemistry: 'leadAcid',
		bypass: false,
		model: '',
		watts: 0,
		voltAmperes: 0,
		volts: 0,
	});
});

const wrong: readonly (readonly [Record<string, unknown>, RegExp])[] = [
	[{card: undefined}, /^card: 1 to 32 of a-z, 0-9 and -$/],
	[{card: 'Rack 7'}, /^card: /],
	[{host: ''}, /^host: 1 to 64 characters/],
	[{port: 0}, /^port: a whole number from 1 to 65535$/],
	[{port: '1883'}, /^port: /],
	[{port: 1883.5}, /^port: /],
	[{tls: 1}, /^tls: true or false$/],
	[{chemistry: 'wet'}, /^chemistry: leadAcid or lithium$/],
	[{eventsAck: 'none'}, /^eventsAck: consumer or puback$/],
	[{site: 'Zürich'}, /^site: .*ASCII$/],
	[{unit: 248}, /^unit: a whole number from 1 to 247$/],
	[{sampleSecond: 5}, /^sampleSecond: one of card, site, host, .*sampleSeconds/],
];

for (const [more, problem] of wrong) {
	test(`refused with what would be right: ${JSON.stringify(more)}`, t => {
		const {config, problems} = read({...least, ...more});
		t.is(config, null);
		t.is(problems.length, 1);
		t.regex(problems[0], problem);
	});
}

test('every wrong value is named, not the first alone', t => {
	t.is(read({...least, port: 0, unit: 0, tls: 'no'}).problems.length, 3);
});

for (const text of ['', '{', '[]', 'null', '7', `{"card":"${'a'.repeat(1100)}"}`]) {
	test(`a file that is no object of at most 1,024 bytes is refused as a whole: ${text.slice(0, 12)}`, t => {
		const storage = new MemoryStorage();
		const problems: string[] = [];
		const bytes = Buffer.from(text);
		storage.write('ridethrough.json', bytes, 0, bytes.length);
		t.is(
			readConfig(storage, ({key}) => problems.push(key)),
			null,
		);
		t.deepEqual(problems, ['']);
	});
}

test('no file is no configuration', t => {
	const problems: string[] = [];
	t.is(
		readConfig(new MemoryStorage(), ({right}) => problems.push(right)),
		null,
	);
	t.regex(problems[0], /ridethrough\.json/);
});
