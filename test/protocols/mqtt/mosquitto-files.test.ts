import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {aclFile, mosquittoConf} from '../../../src/protocols/mqtt/mosquitto-files.ts';
import {userNameFor} from '../../../src/protocols/mqtt/topics.ts';

const plain = {service: 'service', sparkplugGroup: null, homeAssistant: false, cards: ['card-a', 'card-b']};

const plainAcl = `pattern write ridethrough/v1/%u/birth
pattern write ridethrough/v1/%u/sample
pattern write ridethrough/v1/%u/event
pattern write ridethrough/v1/%u/result
pattern write ridethrough/v1/%u/ota-request
pattern write ridethrough/v1/%u/death
pattern read ridethrough/v1/%u/command
pattern read ridethrough/v1/%u/ota
pattern read ridethrough/v1/%u/ack

user service
topic read ridethrough/v1/+/+/birth
topic read ridethrough/v1/+/+/sample
topic read ridethrough/v1/+/+/event
topic read ridethrough/v1/+/+/result
topic read ridethrough/v1/+/+/ota-request
topic read ridethrough/v1/+/+/death
topic write ridethrough/v1/+/+/command
topic write ridethrough/v1/+/+/ota
topic write ridethrough/v1/+/+/ack
`;

test('the ACL gives a card what is below its own name, and the service the other side of all', t => {
	t.is(aclFile(plain), plainAcl);
});

test('a Sparkplug group adds one section a card, of its own topics only', t => {
	const added = aclFile({...plain, sparkplugGroup: 'plant', cards: ['card-a']}).slice(plainAcl.length);
	t.is(
		added,
		`
user ${userNameFor('card-a')}
topic write spBv1.0/plant/NBIRTH/card-a
topic write spBv1.0/plant/NDATA/card-a
topic write spBv1.0/plant/NDEATH/card-a
topic write spBv1.0/plant/DBIRTH/card-a/ups
topic write spBv1.0/plant/DDATA/card-a/ups
topic write spBv1.0/plant/DDEATH/card-a/ups
topic read spBv1.0/plant/NCMD/card-a
topic read spBv1.0/plant/DCMD/card-a/ups
topic read spBv1.0/STATE/+
`,
	);
});

test('Home Assistant adds two kinds out, one in, the discovery of the card and the status of the broker', t => {
	const before = new Set(plainAcl.split('\n'));
	const added = aclFile({...plain, homeAssistant: true})
		.split('\n')
		.filter(line => !before.has(line));
	t.deepEqual(added, [
		'pattern write ridethrough/v1/%u/state',
		'pattern write ridethrough/v1/%u/availability',
		'pattern read ridethrough/v1/%u/set',
		'pattern write homeassistant/device/%u/config',
		'pattern read homeassistant/status',
	]);
});

test('a card id that could be a pattern or a second line is refused', t => {
	for (const card of ['+', '#', 'a/b', 'a\nuser service', '']) {
		const error = t.throws(() => aclFile({...plain, sparkplugGroup: 'plant', cards: [card]}));
		t.true(isCoded(error) && error.code === 'E_CARD_ID_INVALID', card);
	}
});

const common = `persistence true
persistence_location /var/lib/mosquitto/
autosave_on_changes true
autosave_interval 1
max_packet_size 65600
`;

test('with certificates the listener takes the user name from the common name', t => {
	const tls = {ca: '/e/ca.crt', cert: '/e/broker.crt', key: '/e/broker.key'};
	t.is(
		mosquittoConf({port: 8883, host: null, tls, passwordFile: null, aclFile: '/e/acl'}),
		`${common}listener 8883
cafile /e/ca.crt
certfile /e/broker.crt
keyfile /e/broker.key
require_certificate true
use_identity_as_username true
allow_anonymous false
acl_file /e/acl
`,
	);
});

test('with passwords the listener has a password file and no TLS', t => {
	t.is(
		mosquittoConf({port: 1883, host: '127.0.0.1', tls: null, passwordFile: '/e/passwords', aclFile: '/e/acl'}),
		`${common}listener 1883 127.0.0.1
allow_anonymous false
password_file /e/passwords
acl_file /e/acl
`,
	);
});
