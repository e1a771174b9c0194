// What is in births: clauses of mqtt.md a.1 "Topics and ids", "Birth" and "Payload".

import type {ExecutionContext} from 'ava';
import {sparkplugTopics, stateTopic} from '../../../../src/protocols/mqtt/sparkplug/topics.ts';
import type {Message} from '../../../../src/protocols/mqtt/wire.ts';
import {batteryCharge, NOT_AVAILABLE} from '../../../../src/ups/reading.ts';
import {life, metricsOf, NODE, ofVerb, proves, raw, read, setUp, UTC, verbOf} from './rig.ts';

const OF_NODE = ['NBIRTH', 'NDATA', 'NDEATH'];

function births(): Message[] {
	return ofVerb(life(), 'NBIRTH', 'DBIRTH');
}

proves('topic-structure topic-structure-namespace-a', 'every topic is spBv1.0, group, verb and edge node', t => {
	for (const {topic} of life()) {
		t.regex(topic, /^spBv1\.0\/plant\/[ND](?:BIRTH|DATA|DEATH)\/card-a(?:\/ups)?$/);
	}
});

proves(
	'topic-structure-namespace-device-id-associated-message-types topic-structure-namespace-device-id-non-associated-message-types',
	'messages of the device have a device level, those of the node and the host have none',
	t => {
		for (const message of life()) {
			t.is(message.topic.split('/').length, OF_NODE.includes(verbOf(message)) ? 4 : 5, message.topic);
		}
		const {ncmd, dcmd} = sparkplugTopics('plant', 'card-a');
		t.deepEqual([ncmd, dcmd], [`${NODE}/NCMD/card-a`, `${NODE}/DCMD/card-a/ups`]);
		t.is(stateTopic('scada'), 'spBv1.0/STATE/scada');
	},
);

function refusesWildcards(t: ExecutionContext, make: (id: string) => unknown): void {
	for (const id of ['', 'a+b', 'a/b', 'a#b', '+', '/', '#']) {
		t.throws(() => make(id), {code: 'E_TOPIC_INVALID', message: /at least one character is needed/});
	}
	for (const id of ['Halle 3', 'wörk', '電源']) {
		t.notThrows(() => make(id));
	}
}

proves(
	'topic-structure-namespace-valid-group-id intro-group-id-string intro-group-id-chars',
	'a group id is text without +, / and #',
	t => refusesWildcards(t, id => sparkplugTopics(id, 'card-a')),
);

proves(
	'topic-structure-namespace-valid-edge-node-id intro-edge-node-id-string intro-edge-node-id-chars',
	'an edge node id is text without +, / and #',
	t => refusesWildcards(t, id => sparkplugTopics('plant', id)),
);

proves(
	'topic-structure-namespace-valid-device-id intro-device-id-string intro-device-id-chars topic-structure-namespace-unique-device-id',
	'the one device has a plain id',
	t => {
		const ids = ofVerb(life(), 'DBIRTH', 'DDATA', 'DDEATH').map(({topic}) => topic.split('/')[4]);
		t.deepEqual([...new Set(ids)], ['ups']);
	},
);

proves(
	`topic-structure-namespace-unique-edge-node-descriptor intro-edge-node-id-uniqueness payloads-nbirth-edge-node-descriptor
		topic-structure-namespace-duplicate-device-id-across-edge-node`,
	'cards differ in their edge node, and each may call its device ups',
	t => {
		const [a, b] = ['card-a', 'card-b'].map(id => sparkplugTopics('plant', id));
		t.not(a.nbirth, b.nbirth);
		t.is(a.dbirth.split('/').at(-1), b.dbirth.split('/').at(-1));
		t.not(a.dbirth, b.dbirth);
	},
);

proves(
	'case-sensitivity-sparkplug-ids case-sensitivity-metric-names',
	'no two names of metrics differ only in case, and neither do the ids',
	t => {
		const {born, wire} = setUp();
		for (const {metrics} of born()) {
			const names = (metrics ?? []).map(({name}) => name?.toLowerCase());
			t.is(new Set(names).size, names.length);
		}
		const ids = new Set(wire().sent.flatMap(({topic}) => topic.split('/').slice(1)));
		t.is(new Set([...ids].map(id => id.toLowerCase())).size, ids.size);
	},
);

proves(
	`topics-nbirth-topic message-flow-edge-node-birth-publish-nbirth-topic topics-dbirth-topic
		message-flow-device-birth-publish-dbirth-topic message-flow-device-birth-publish-dbirth-match-edge-node-topic`,
	'births go to the topics of one group and edge node',
	t => {
		const topics = births().map(({topic}) => topic);
		t.deepEqual([...new Set(topics)], [`${NODE}/NBIRTH/card-a`, `${NODE}/DBIRTH/card-a/ups`]);
	},
);

proves(
	`topics-nbirth-mqtt payloads-nbirth-qos payloads-nbirth-retain message-flow-edge-node-birth-publish-nbirth-qos
		message-flow-edge-node-birth-publish-nbirth-retained topics-dbirth-mqtt payloads-dbirth-qos payloads-dbirth-retain
		message-flow-device-birth-publish-dbirth-qos message-flow-device-birth-publish-dbirth-retained`,
	'births have QoS 0 and are not retained',
	t => {
		t.true(births().every(({qos, retain}) => qos === 0 && !retain));
	},
);

proves(
	`message-flow-edge-node-birth-publish-nbirth-payload message-flow-device-birth-publish-dbirth-payload
		topics-nbirth-timestamp payloads-nbirth-timestamp topics-dbirth-timestamp payloads-dbirth-timestamp`,
	'births are payloads with the time of sending',
	t => {
		const {clock, born, wire} = setUp();
		clock.advance(12_345);
		born();
		t.deepEqual(
			wire().sent.map(message => Number(read(message).timestamp)),
			[UTC + 12_345, UTC + 12_345],
		);
	},
);

proves(
	`topics-nbirth-seq-num payloads-nbirth-seq payloads-sequence-num-req-nbirth payloads-sequence-num-zero-nbirth
		message-flow-edge-node-birth-publish-nbirth-payload-seq topics-dbirth-seq payloads-dbirth-seq payloads-dbirth-seq-inc
		message-flow-device-birth-publish-dbirth-payload-seq`,
	'an NBIRTH has seq 0, each DBIRTH the next one',
	t => {
		let expected = 0;
		for (const message of ofVerb(life(), 'NBIRTH', 'DBIRTH', 'NDATA', 'DDATA', 'DDEATH')) {
			expected = verbOf(message) === 'NBIRTH' ? 0 : expected;
			t.is(raw(message).seq, expected, message.topic);
			expected += 1;
		}
	},
);

proves(
	`topics-nbirth-metric-reqs operational-behavior-data-publish-nbirth topics-dbirth-metric-reqs
		operational-behavior-data-publish-dbirth`,
	'no data tells of a metric that its birth did not',
	t => {
		const messages = life();
		for (const [birth, data] of [
			['NBIRTH', 'NDATA'],
			['DBIRTH', 'DDATA'],
		]) {
			const known = metricsOf(ofVerb(messages, birth)).map(({alias}) => alias);
			const told = metricsOf(ofVerb(messages, data)).map(({alias}) => alias);
			t.true(told.length > 0);
			t.true(told.every(alias => alias !== undefined && known.includes(alias)));
		}
	},
);

proves(
	`topics-nbirth-metrics topics-dbirth-metrics operational-behavior-data-publish-nbirth-values
		operational-behavior-data-publish-dbirth-values payloads-metric-datatype-req payloads-name-requirement`,
	'a metric of a birth has name, datatype, and a value or is_null',
	t => {
		const {row, born, wire} = setUp();
		row[batteryCharge] = NOT_AVAILABLE;
		born();
		const metrics = metricsOf(wire().sent);
		t.true(metrics.every(({name, datatype}) => name !== undefined && datatype !== undefined));
		t.true(metrics.every(({value, isNull}) => (value === undefined) === (isNull === true)));
		t.true(metrics.some(({name, isNull}) => name === 'Battery/Charge' && isNull === true));
	},
);

proves(
	`operational-behavior-data-publish-nbirth-order operational-behavior-data-publish-dbirth-order
		payloads-name-birth-data-requirement`,
	'every metric of births and data has a timestamp, and no metric goes back in time',
	t => {
		const last = new Map<number | string, number>();
		for (const {alias, name, timestamp} of metricsOf(ofVerb(life(), 'NBIRTH', 'NDATA', 'DBIRTH', 'DDATA'))) {
			const key = alias ?? name ?? '';
			t.true((timestamp as number) >= (last.get(key) ?? UTC), `${name} ${alias}`);
			last.set(key, timestamp as number);
		}
	},
);

proves(
	`topics-nbirth-templates payloads-dataset-column-size payloads-dataset-column-num-headers payloads-dataset-types-def
		payloads-dataset-types-num payloads-dataset-types-type payloads-dataset-types-value payloads-dataset-parameter-type-req`,
	'no metric is a template or a data set',
	t => {
		const kinds = new Set(metricsOf(life()).map(({value}) => value));
		t.false(kinds.has('templateValue'));
		t.false(kinds.has('datasetValue'));
	},
);

proves(
	`topics-nbirth-bdseq-included payloads-nbirth-bdseq message-flow-edge-node-birth-publish-nbirth-payload-bdSeq
		topics-nbirth-bdseq-matching payloads-nbirth-bdseq-repeat`,
	'an NBIRTH has the bdSeq of its will, an Int64',
	t => {
		const {born, connects, wire} = setUp('', new Map([['sparkplug-bd-seq', Uint8Array.of(41)]]));
		born();
		const [ofBirth, ofWill] = [wire().sent[0], connects[0].will as Message].map(message =>
			read(message).metrics?.find(({name}) => name === 'bdSeq'),
		);
		t.is(ofBirth?.type, 'Int64');
		t.is(Number(ofBirth?.value), 42);
		t.is(Number(ofWill?.value), 42);
	},
);

proves(
	`topics-nbirth-rebirth-metric payloads-nbirth-rebirth-req operational-behavior-data-commands-rebirth-name
		operational-behavior-data-commands-rebirth-datatype operational-behavior-data-commands-rebirth-value
		operational-behavior-data-commands-rebirth-name-aliases`,
	'an NBIRTH has Node Control/Rebirth, a Boolean that is false, without alias',
	t => {
		const [node] = setUp().born();
		const rebirth = node.metrics?.find(({name}) => name === 'Node Control/Rebirth');
		t.is(rebirth?.type, 'Boolean');
		t.is(rebirth?.value, false);
		t.is(rebirth?.alias ?? null, null);
	},
);

proves(
	'payloads-alias-uniqueness payloads-alias-birth-requirement payloads-alias-data-cmd-requirement',
	'births carry name and alias, data the alias alone, and no alias means two metrics',
	t => {
		const messages = life();
		const names = new Map<number, string>();
		for (const {name, alias} of metricsOf(ofVerb(messages, 'NBIRTH', 'DBIRTH'))) {
			if (alias === undefined) {
				t.true(name === 'bdSeq' || name === 'Node Control/Rebirth');
			} else {
				t.is(names.get(alias) ?? name, name);
				names.set(alias, name as string);
			}
		}
		const data = metricsOf(ofVerb(messages, 'NDATA', 'DDATA'));
		t.true(data.every(({name, alias}) => name === undefined && alias !== undefined));
	},
);

/** Which field of the value each datatype is in (mqtt.md a.2). */
const fieldsByType: Readonly<Record<number, string>> = {
	3: 'intValue',
	4: 'longValue',
	9: 'floatValue',
	10: 'doubleValue',
	11: 'booleanValue',
	12: 'stringValue',
};

proves(
	'payloads-metric-datatype-value-type payloads-metric-datatype-value payloads-metric-datatype-not-req',
	'a birth has the code of each type, with the value in its field, and data has none',
	t => {
		for (const {name, datatype, value} of metricsOf(births())) {
			t.true(value === undefined || fieldsByType[datatype as number] === value, name);
		}
		t.true(metricsOf(ofVerb(life(), 'NDATA', 'DDATA')).every(({datatype}) => datatype === undefined));
	},
);

proves(
	`payloads-propertyset-keys-array-size payloads-propertyset-values-array-size payloads-metric-propertyvalue-type-type
		payloads-metric-propertyvalue-type-value payloads-metric-propertyvalue-type-req`,
	'a property set has as many values as keys, each with its type',
	t => {
		const sets = metricsOf(births()).flatMap(({properties}) => (properties === undefined ? [] : [properties]));
		t.true(sets.length > 0);
		t.true(sets.every(({keys, values}) => keys.length === values.length));
		t.true(sets.every(({values}) => values.every(({type}) => type === 3 || type === 12)));
	},
);

proves(
	'payloads-propertyset-quality-value-type payloads-propertyset-quality-value-value',
	'Quality is an Int32, 500 for a UPS that does not answer, and left out when good',
	t => {
		const good = setUp();
		good.born();
		t.false(metricsOf(good.wire().sent).some(({properties}) => properties?.keys.includes('Quality')));
		const {face, sample, wire} = setUp();
		sample();
		sample(true);
		face.start();
		wire().events.connected();
		for (const {properties} of metricsOf(ofVerb(wire().sent, 'DBIRTH'))) {
			const quality = properties?.values[properties.keys.indexOf('Quality')];
			t.like(quality, {type: 3, intValue: 500});
		}
	},
);
