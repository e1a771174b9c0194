// No clause is forgotten: each that binds an edge node with a device (mqtt.md a.1) is named by a test of this folder.

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';

// Compiled, this file is below dist/: titles are read from the sources.
const FOLDER = 'test/protocols/mqtt/sparkplug';
const OWN = 'clauses.test.ts';

/** The first argument of a test, which is its title or the ids in it. */
const titlePattern = /\b(?:test|proves|testMosquitto)\(\s*(?:'([^']*)'|`([^`]*)`)/g;

/** Ids without their prefix `tck-id-`. */
const clauses = `
topic-structure
topic-structure-namespace-a
topic-structure-namespace-valid-group-id
intro-group-id-string
intro-group-id-chars
topic-structure-namespace-valid-edge-node-id
intro-edge-node-id-string
intro-edge-node-id-chars
topic-structure-namespace-valid-device-id
intro-device-id-string
intro-device-id-chars
topic-structure-namespace-unique-edge-node-descriptor
intro-edge-node-id-uniqueness
payloads-nbirth-edge-node-descriptor
topic-structure-namespace-unique-device-id
topic-structure-namespace-duplicate-device-id-across-edge-node
topic-structure-namespace-device-id-associated-message-types
topic-structure-namespace-device-id-non-associated-message-types
case-sensitivity-sparkplug-ids
case-sensitivity-metric-names
principles-persistence-clean-session-311
principles-persistence-clean-session-50
principles-birth-certificates-order
principles-rbe-recommended
message-flow-edge-node-birth-publish-connect
message-flow-edge-node-birth-publish-will-message
payloads-ndeath-will-message
message-flow-edge-node-birth-publish-will-message-topic
topics-ndeath-topic
message-flow-edge-node-birth-publish-will-message-payload
message-flow-edge-node-birth-publish-will-message-payload-bdSeq
message-flow-edge-node-birth-publish-will-message-qos
payloads-ndeath-will-message-qos
message-flow-edge-node-birth-publish-will-message-will-retained
payloads-ndeath-will-message-retain
operational-behavior-primary-application-state-with-multiple-servers-single-server
topics-nbirth-topic
message-flow-edge-node-birth-publish-nbirth-topic
topics-nbirth-mqtt
payloads-nbirth-qos
payloads-nbirth-retain
message-flow-edge-node-birth-publish-nbirth-qos
message-flow-edge-node-birth-publish-nbirth-retained
message-flow-edge-node-birth-publish-nbirth-payload
topics-nbirth-timestamp
payloads-nbirth-timestamp
topics-nbirth-seq-num
payloads-nbirth-seq
payloads-sequence-num-req-nbirth
payloads-sequence-num-zero-nbirth
message-flow-edge-node-birth-publish-nbirth-payload-seq
topics-nbirth-metric-reqs
operational-behavior-data-publish-nbirth
topics-nbirth-metrics
operational-behavior-data-publish-nbirth-values
operational-behavior-data-publish-nbirth-order
topics-nbirth-templates
topics-nbirth-bdseq-included
payloads-nbirth-bdseq
message-flow-edge-node-birth-publish-nbirth-payload-bdSeq
topics-nbirth-bdseq-matching
payloads-nbirth-bdseq-repeat
topics-nbirth-bdseq-increment
topics-nbirth-rebirth-metric
payloads-nbirth-rebirth-req
operational-behavior-data-commands-rebirth-name
operational-behavior-data-commands-rebirth-datatype
operational-behavior-data-commands-rebirth-value
operational-behavior-data-commands-rebirth-name-aliases
topics-dbirth-topic
message-flow-device-birth-publish-dbirth-topic
message-flow-device-birth-publish-dbirth-match-edge-node-topic
topics-dbirth-mqtt
payloads-dbirth-qos
payloads-dbirth-retain
message-flow-device-birth-publish-dbirth-qos
message-flow-device-birth-publish-dbirth-retained
message-flow-device-birth-publish-dbirth-payload
topics-dbirth-timestamp
payloads-dbirth-timestamp
topics-dbirth-seq
payloads-dbirth-seq
payloads-dbirth-seq-inc
message-flow-device-birth-publish-dbirth-payload-seq
message-flow-device-birth-publish-nbirth-wait
payloads-dbirth-order
topics-dbirth-metric-reqs
operational-behavior-data-publish-dbirth
topics-dbirth-metrics
operational-behavior-data-publish-dbirth-values
operational-behavior-data-publish-dbirth-order
topics-ndata-topic
topics-ddata-topic
topics-ndata-mqtt
payloads-ndata-qos
payloads-ndata-retain
topics-ddata-mqtt
payloads-ddata-qos
payloads-ddata-retain
topics-ndata-timestamp
payloads-ndata-timestamp
topics-ddata-timestamp
payloads-ddata-timestamp
topics-ndata-payload
topics-ddata-payload
payloads-ndata-order
payloads-ddata-order
operational-behavior-data-publish-nbirth-change
operational-behavior-data-publish-dbirth-change
topics-ndeath-payload
payloads-ndeath-bdseq
topics-ndeath-seq
payloads-ndeath-seq
operational-behavior-edge-node-intentional-disconnect-ndeath
payloads-ndeath-will-message-publisher
operational-behavior-edge-node-intentional-disconnect-packet
payloads-ndeath-will-message-publisher-disconnect-mqtt311
payloads-ndeath-will-message-publisher-disconnect-mqtt50
topics-ddeath-topic
topics-ddeath-mqtt
payloads-ddeath-timestamp
topics-ddeath-seq-num
payloads-ddeath-seq
payloads-ddeath-seq-inc
payloads-ddeath-seq-number
operational-behavior-device-ddeath
message-flow-edge-node-ncmd-subscribe
message-flow-device-dcmd-subscribe
operational-behavior-data-commands-rebirth-action-1
operational-behavior-data-commands-rebirth-action-2
operational-behavior-data-commands-rebirth-action-3
payloads-sequence-num-always-included
payloads-sequence-num-incrementing
topics-ndata-seq-num
payloads-ndata-seq
payloads-ndata-seq-inc
topics-ddata-seq-num
payloads-ddata-seq
payloads-ddata-seq-inc
payloads-timestamp-in-UTC
payloads-metric-timestamp-in-UTC
operational-behavior-primary-application-state-with-multiple-servers-state-subs
message-flow-edge-node-birth-publish-phid-wait
operational-behavior-edge-node-birth-sequence-wait
message-flow-edge-node-birth-publish-phid-wait-id
message-flow-edge-node-birth-publish-phid-wait-online
message-flow-edge-node-birth-publish-phid-wait-timestamp
message-flow-edge-node-birth-publish-phid-offline
operational-behavior-edge-node-termination-host-offline
operational-behavior-primary-application-state-with-multiple-servers-walk
operational-behavior-edge-node-termination-host-offline-reconnect
operational-behavior-edge-node-termination-host-offline-timestamp
payloads-name-requirement
payloads-alias-uniqueness
payloads-alias-birth-requirement
payloads-alias-data-cmd-requirement
payloads-name-birth-data-requirement
payloads-name-cmd-requirement
payloads-metric-datatype-value-type
payloads-metric-datatype-value
payloads-metric-datatype-req
payloads-metric-datatype-not-req
payloads-propertyset-keys-array-size
payloads-propertyset-values-array-size
payloads-metric-propertyvalue-type-type
payloads-metric-propertyvalue-type-value
payloads-metric-propertyvalue-type-req
payloads-propertyset-quality-value-type
payloads-propertyset-quality-value-value
payloads-dataset-column-size
payloads-dataset-column-num-headers
payloads-dataset-types-def
payloads-dataset-types-num
payloads-dataset-types-type
payloads-dataset-types-value
payloads-dataset-parameter-type-req
`
	.trim()
	.split('\n');

/** Every id that a title of the folder names in full. */
function named(): Set<string> {
	const sources = readdirSync(FOLDER)
		.filter(file => file.endsWith('.test.ts') && file !== OWN)
		.map(file => readFileSync(join(FOLDER, file), 'utf8'));
	const titles = sources.flatMap(source => [...source.matchAll(titlePattern)].map(match => match[1] ?? match[2]));
	return new Set(titles.flatMap(title => title.split(/[^\w-]+/)));
}

test('every clause that binds an edge node is named by a test', t => {
	const found = named();
	t.deepEqual(
		clauses.filter(clause => !found.has(clause)),
		[],
	);
});

test('the list of clauses names none twice', t => {
	t.is(new Set(clauses).size, clauses.length);
});
